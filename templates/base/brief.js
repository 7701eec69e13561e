(() => {
  "use strict";
  const wide = matchMedia("(min-width: 62rem)");
  const fold = () => document.querySelectorAll("details.notes").forEach((each) => {
    each.open = wide.matches;
    each.querySelector("summary").tabIndex = wide.matches ? -1 : 0;
  });
  fold();
  wide.addEventListener("change", fold);
  const canPop = typeof HTMLElement.prototype.showPopover === "function";
  let from = null;
  if (canPop) document.querySelectorAll("a[data-panel]").forEach((link) => link.setAttribute("aria-haspopup", "dialog"));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-panel]");
    if (!link || !canPop || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const panel = document.getElementById(link.dataset.panel);
    if (!panel) return;
    event.preventDefault();
    from = link;
    panel.showPopover();
    panel.focus();
  });
  // Who goes on by key past either end of a panel closes it, and goes on from the link that opened it.
  const leave = (panel, event) => {
    const stops = [...panel.querySelectorAll("a[href], button")];
    const at = document.activeElement;
    const out = event.shiftKey ? at === panel || at === stops[0] : at === stops[stops.length - 1];
    if (event.key !== "Tab" || !out || !from) return;
    const link = from;
    from = null;
    panel.hidePopover();
    link.focus();
    if (event.shiftKey) event.preventDefault();
  };
  document.querySelectorAll("[popover]").forEach((panel) => {
    panel.querySelectorAll("a").forEach((link) => link.addEventListener("click", () => { from = null; panel.hidePopover(); }));
    panel.addEventListener("keydown", (event) => leave(panel, event));
    panel.addEventListener("focusout", (event) => {
      const to = event.relatedTarget;
      if (!to || panel.contains(to) || !panel.matches(":popover-open")) return;
      from = null;
      panel.hidePopover();
    });
    panel.addEventListener("toggle", (event) => {
      if (event.newState === "closed" && from) { const back = from; from = null; back.focus(); }
    });
  });
})();
