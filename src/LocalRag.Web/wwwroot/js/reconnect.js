// Shows the state of the connection; Blazor itself does the reconnecting.
(() => {
  const dialog = document.getElementById('components-reconnect-modal');
  const retry = async () => {
    try {
      if (await Blazor.reconnect()) return;
      // The server is there but has forgotten this page. It is in the URL, so loading it again brings it back.
      if (!await Blazor.resumeCircuit?.()) location.reload();
    } catch {
      document.addEventListener('visibilitychange', retryWhenVisible);
    }
  };
  const retryWhenVisible = () => {
    if (document.visibilityState !== 'visible') return;
    document.removeEventListener('visibilitychange', retryWhenVisible);
    retry();
  };
  dialog.addEventListener('components-reconnect-state-changed', event => {
    const state = event.detail.state;
    dialog.dataset.state = state;
    if (state === 'show') { if (!dialog.open) dialog.showModal(); }
    else if (state === 'hide') dialog.close();
    else if (state === 'failed') document.addEventListener('visibilitychange', retryWhenVisible);
    else if (state === 'rejected') location.reload();
  });
  dialog.querySelector('[data-reconnect]').addEventListener('click', retry);
})();
