(() => {
  "use strict";
  const hide = (element, hidden) => element.classList.toggle("filtered", hidden);

  // A number in a picture counts rows; those joined by a comma count as one.
  const recount = (mark, shown) => {
    const all = mark.dataset.rows.split(" ").map((rows) => rows.split(",").map(Number));
    const left = all.filter((rows) => rows.some((row) => shown.has(row))).length;
    const title = mark.querySelector("title");
    const number = mark.querySelector("text");
    mark.dataset.href ??= mark.getAttribute("href");
    mark.dataset.name ??= title.textContent;
    number.textContent = left;
    title.textContent = left < all.length ? `${mark.dataset.name} (${left} shown)` : mark.dataset.name;
    if (left) mark.setAttribute("href", mark.dataset.href);
    else mark.removeAttribute("href");
  };

  const narrowing = (form) => {
    const id = form.dataset.table;
    const table = document.getElementById(id);
    const every = [...Array(Number(form.dataset.rows)).keys()];
    const marks = [...document.querySelectorAll("svg.chart a.mark")]
      .filter((mark) => mark.getAttribute("href").startsWith(`#${id}-`));
    const chosen = () => [...form.querySelectorAll("select")]
      .map((select) => select.selectedOptions[0])
      .filter((option) => option.value)
      .map((option) => new Set(option.dataset.rows.split(" ").map(Number)));
    return () => {
      const wanted = chosen();
      const shown = new Set(every.filter((row) => wanted.every((rows) => rows.has(row))));
      every.forEach((row) => hide(document.getElementById(`${id}-row-${row}`), !shown.has(row)));
      table.querySelectorAll("tbody").forEach((body) => {
        const rows = [...body.querySelectorAll('tr[id*="-row-"]')];
        const left = rows.filter((row) => !row.classList.contains("filtered")).length;
        const heading = body.querySelector("tr.group > th");
        hide(body, !left);
        if (!heading) return;
        if (left < rows.length) heading.dataset.shown = `${left} of ${rows.length} findings shown`;
        else delete heading.dataset.shown;
      });
      marks.forEach((mark) => {
        if (mark.dataset.rows) recount(mark, shown);
        else hide(mark, !shown.has(Number(mark.dataset.row)));
      });
      form.classList.toggle("narrowed", shown.size < every.length);
      form.querySelector('[role="status"]').textContent =
        `${shown.size} of ${every.length} ${every.length === 1 ? "finding" : "findings"} shown`;
    };
  };

  document.querySelectorAll("form.filters").forEach((form) => {
    const narrow = narrowing(form);
    form.reset();
    form.hidden = false;
    form.addEventListener("change", narrow);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(narrow));
    narrow();
  });

  // What a link of a picture leads to may stand in data that is folded away.
  const reveal = (hash) => {
    const target = document.getElementById(hash.slice(1));
    if (!target || !target.closest("table")) return;
    for (let each = target.closest("details"); each; each = each.parentElement.closest("details")) each.open = true;
    target.tabIndex = -1;
    target.focus();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("svg.chart a");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) reveal(link.getAttribute("href") ?? "");
  });
  window.addEventListener("hashchange", () => reveal(location.hash));
  if (location.hash) reveal(location.hash);

  // On paper nothing can be unfolded.
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details.chart-data:not([open])")];
    folded.forEach((each) => { each.open = true; });
  });
  window.addEventListener("afterprint", () => folded.forEach((each) => { each.open = false; }));
})();
