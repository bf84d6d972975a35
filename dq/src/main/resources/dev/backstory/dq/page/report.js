// Filters the checks and copies queries. The page is whole without it.
(() => {
  const bar = document.getElementById('filters');
  const search = document.getElementById('search');
  const shown = document.getElementById('shown');
  const buttons = [...bar.querySelectorAll('button[data-show]')];
  const checks = [...document.querySelectorAll('[data-verdict]')];
  const groups = [...document.querySelectorAll('[data-group]')];
  let wanted = 'ALL';
  const apply = () => {
    const words = search.value.trim().toLowerCase();
    for (const check of checks) {
      check.hidden = !((wanted === 'ALL' || check.dataset.verdict === wanted)
        && check.textContent.toLowerCase().includes(words));
    }
    for (const group of groups) {
      group.hidden = ![...group.querySelectorAll('[data-verdict]')].some(check => !check.hidden);
    }
    for (const button of buttons) {
      button.setAttribute('aria-pressed', String(button.dataset.show === wanted));
    }
    shown.textContent = checks.filter(check => !check.hidden).length + ' of ' + checks.length + ' checks shown';
  };
  bar.addEventListener('click', event => {
    const button = event.target.closest('button[data-show]');
    if (button) {
      wanted = button.dataset.show;
      apply();
    }
  });
  search.addEventListener('input', apply);
  bar.hidden = false;
  apply();
  for (const query of document.querySelectorAll('.query')) {
    const button = query.querySelector('button');
    button.hidden = false;
    button.addEventListener('click', () => {
      const range = document.createRange();
      range.selectNodeContents(query.querySelector('pre'));
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      button.textContent = document.execCommand('copy') ? 'Copied' : 'Press Ctrl+C';
    });
  }
})();
