// What a page needs from the browser itself. Everything hangs on data attributes, so no component has to register or clean up.
(() => {
  const editable = element => element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
  const visible = element => element && element.getClientRects().length > 0 && !element.disabled;
  const first = selector => [...document.querySelectorAll(selector)].find(visible);

  document.addEventListener('keydown', event => {
    const target = event.target;
    if (event.key === 'Enter' && !event.isComposing && target instanceof HTMLTextAreaElement && target.dataset.enter) {
      if (event.shiftKey) return;
      event.preventDefault();
      first(event.ctrlKey || event.metaKey ? '[data-key="again"]' : target.dataset.enter)?.click();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      first('[data-key="again"]')?.click();
    } else if (event.key === '/' && !editable(target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const box = first('[data-key="/"]');
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select?.();
    } else if (event.key === 'Escape') {
      first('dialog[open] [data-key="Escape"]')?.click() ?? first('[data-key="Escape"]')?.click();
    } else if (/^(Arrow|Home$|End$|Page)/.test(event.key) && target instanceof Element && target.closest('[data-arrows]') && (!editable(target) || /^Arrow(Up|Down)$/.test(event.key))) {
      event.preventDefault();
    }
  });

  document.addEventListener('click', async event => {
    const button = event.target instanceof Element && event.target.closest('[data-copy]');
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.dataset.copied = 'true';
    setTimeout(() => delete button.dataset.copied, 1500);
  });

  // A draft outlives a reload and a lost connection. What was sent is kept apart until the server says that it has it.
  const sentKey = key => `${key}-sent`;
  const draftBox = key => document.querySelector(`textarea[data-draft="${key}"]`);
  const write = (box, text) => {
    box.value = text;
    box.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const joined = (...texts) => texts.filter(Boolean).join('\n');
  document.addEventListener('input', event => {
    const box = event.target;
    if (box instanceof HTMLTextAreaElement && box.dataset.draft) sessionStorage.setItem(box.dataset.draft, box.value);
    if (box instanceof HTMLTextAreaElement && box.dataset.grow) grow(box);
  });

  // The box is empty as soon as its text is sent (Blazor has it by now): emptied by the server, it would take along what is typed until then.
  window.addEventListener('submit', event => {
    const box = event.target instanceof Element && event.target.querySelector('textarea[data-draft]');
    if (!box || !box.value.trim()) return;
    sessionStorage.setItem(sentKey(box.dataset.draft), box.value);
    write(box, '');
  });

  const grow = box => {
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight + 2, innerHeight * 0.4)}px`;
  };

  // The page follows an answer that grows, until the reader scrolls up.
  const followers = new WeakSet();
  const follow = element => {
    if (followers.has(element)) return;
    followers.add(element);
    let atEnd = true;
    element.addEventListener('scroll', () => { atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 80; }, { passive: true });
    new MutationObserver(() => { if (atEnd && element.dataset.follow === 'true') element.scrollTop = element.scrollHeight; }).observe(element, { childList: true, subtree: true, characterData: true });
  };

  const restored = new WeakSet();
  const prepare = () => {
    document.querySelectorAll('[data-follow]').forEach(follow);
    document.querySelectorAll('textarea[data-draft]').forEach(box => {
      if (restored.has(box)) return;
      restored.add(box);
      const draft = joined(sessionStorage.getItem(sentKey(box.dataset.draft)), sessionStorage.getItem(box.dataset.draft));
      if (!draft || box.value) return;
      sessionStorage.removeItem(sentKey(box.dataset.draft));
      write(box, draft);
    });
  };
  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; prepare(); });
  }).observe(document.documentElement, { childList: true, subtree: true });

  window.localrag = {
    // Rows have one height, so a row that a virtualised list has not made yet can be scrolled to.
    reveal(container, line, first) {
      if (!container) return;
      const row = container.querySelector('.ln');
      const height = row ? row.getBoundingClientRect().height : 20;
      container.scrollTop = Math.max(0, (line - first) * height - container.clientHeight / 4);
    },
    revealIn(container, selector) { container?.querySelector(selector)?.scrollIntoView({ block: 'nearest' }); },
    revealRow(container, index) {
      const height = 28;
      if (!container) return;
      const top = index * height;
      if (top < container.scrollTop) container.scrollTop = top;
      else if (top + height > container.scrollTop + container.clientHeight) container.scrollTop = top + height - container.clientHeight;
    },
    toEnd(container) { if (container) container.scrollTop = container.scrollHeight; },
    focus(selector) { first(selector)?.focus(); },
    sent(key) { sessionStorage.removeItem(sentKey(key)); },
    notSent(key) {
      const box = draftBox(key);
      if (box) write(box, joined(sessionStorage.getItem(sentKey(key)), box.value));
      sessionStorage.removeItem(sentKey(key));
    },
    download(name, type, text) {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([text], { type }));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    },
    showDialog(dialog) { dialog?.showModal?.(); },
    closeDialog(dialog) { dialog?.close?.(); },
  };
  prepare();
})();
