// Runs before the page is drawn, so that a dark page never flashes white.
(() => {
  const media = matchMedia('(prefers-color-scheme: dark)');
  const wanted = () => localStorage.getItem('localrag-theme') ?? 'system';
  const apply = () => {
    const theme = wanted();
    document.documentElement.dataset.bsTheme = theme === 'system' ? (media.matches ? 'dark' : 'light') : theme;
    document.documentElement.dataset.themeChoice = theme;
  };
  media.addEventListener('change', apply);
  window.localragTheme = {
    get: wanted,
    set(theme) {
      if (theme === 'system') localStorage.removeItem('localrag-theme');
      else localStorage.setItem('localrag-theme', theme);
      apply();
    },
  };
  apply();
})();
