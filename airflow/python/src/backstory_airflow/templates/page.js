(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  root.classList.toggle("framed", window.top !== window);

  // Airflow marks its own page, in which this one may be a tab; and keeps the choice for the pages of its address.
  function isDark() {
    try {
      const airflow = window.top.document.documentElement.classList;
      if (window.top !== window && airflow.contains("dark")) return true;
      if (window.top !== window && airflow.contains("light")) return false;
    } catch { /* another address frames this page */ }
    let chosen = null;
    try {
      chosen = localStorage.getItem("theme");
    } catch { /* storage is forbidden */ }
    return chosen === "dark" || chosen === "light" ? chosen === "dark" : system.matches;
  }

  // A report has its dark colors for dark systems only: what it says of the system is replaced by what was chosen.
  function paint(report, dark) {
    for (const sheet of report.styleSheets) {
      for (const rule of sheet.cssRules) {
        const asked = rule instanceof report.defaultView.CSSMediaRule && (rule.asked ?? rule.media.mediaText);
        if (asked && asked.includes("prefers-color-scheme")) {
          rule.asked = asked;
          rule.media.mediaText = asked.includes("dark") === dark ? "all" : "not all";
        }
      }
    }
    report.documentElement.style.colorScheme = dark ? "dark" : "light";
  }

  function follow() {
    const dark = isDark();
    root.classList.toggle("dark", dark);
    root.classList.toggle("light", !dark);
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentDocument?.defaultView) paint(frame.contentDocument, dark);
    }
  }

  follow();
  system.addEventListener("change", follow);
  addEventListener("storage", follow);
  // Each report that is opened within the frame, from one to the next.
  document.addEventListener("load", follow, true);
  try {
    if (window.top !== window) {
      new MutationObserver(follow).observe(window.top.document.documentElement, { attributeFilter: ["class"] });
    }
  } catch { /* another address frames this page */ }
})();
