(() => {
  "use strict";
  const hide = (element, hidden) => element.classList.toggle("filtered", hidden);
  const numbers = (words) => words.split(/[ ,]/).map(Number);
  const charts = [...document.querySelectorAll("svg.chart")];

  // The numbers in a map, each with its studies: their rows, and the sign of each where it has one.
  // The first that leads to a heading counts the whole cell.
  const cellsOf = (chart) => {
    const marks = [...chart.querySelectorAll("a.mark")];
    const signs = new Map(marks.filter((mark) => mark.dataset.row).map((mark) => [mark.dataset.row, mark]));
    const met = new Set();
    return marks.filter((mark) => mark.dataset.rows).map((mark) => {
      const href = mark.getAttribute("href");
      const whole = !met.has(href);
      met.add(href);
      const studies = mark.dataset.rows.split(" ").map((rows) => ({
        rows: numbers(rows),
        sign: whole ? signs.get(rows.split(",")[0]) : undefined,
      }));
      return { mark, whole, href, studies, name: mark.querySelector("title").textContent };
    });
  };
  const maps = new Map(charts.map((chart) => [chart, cellsOf(chart)]));

  // Who goes by key stops at each cell, whose heading has all its findings below it.
  maps.forEach((cells) => cells.forEach((cell) => {
    if (!cell.whole) cell.mark.setAttribute("tabindex", "-1");
    cell.studies.forEach(({ sign }) => sign?.setAttribute("tabindex", "-1"));
  }));

  // The signs that are left stand where as many would have been drawn.
  const centre = (cell, left) => {
    const boxes = cell.boxes ??= new Map(cell.studies.map(({ sign }) => [sign, sign.getBBox()]));
    const [first] = boxes.values();
    const around = cell.mark.getBBox();
    const across = Math.min(left.length, [...boxes.values()].filter((box) => box.y === first.y).length);
    left.forEach(({ sign }, number) => {
      const box = boxes.get(sign);
      const x = around.x + around.width / 2 + (number % across - across / 2) * first.width;
      const y = first.y + Math.floor(number / across) * first.height;
      sign.setAttribute("transform", `translate(${x - box.x} ${y - box.y})`);
    });
  };

  const recount = (cell, has) => {
    const { mark, studies } = cell;
    const left = studies.filter(({ rows }) => rows.some(has));
    if (studies[0].sign) centre(cell, left);
    studies.forEach((study) => { if (study.sign) hide(study.sign, !left.includes(study)); });
    mark.querySelector("text").textContent = left.length;
    mark.querySelector("title").textContent =
      left.length < studies.length ? `${cell.name} (${left.length} shown)` : cell.name;
    if (left.length) mark.setAttribute("href", cell.href);
    else mark.removeAttribute("href");
    if (cell.whole) mark.classList.toggle("emptied", !left.length);
    else hide(mark, !left.length);
  };

  // A table and the picture of it; `first` is the number of its first row among those of the form.
  const narrowed = (id, first, size, said) => {
    const table = document.getElementById(id);
    const chart = table.closest("figure")?.querySelector("svg.chart");
    const name = chart?.getAttribute("aria-label");
    const cells = maps.get(chart) ?? [];
    const inCells = new Set(cells.flatMap(({ studies }) => studies.map(({ sign }) => sign)));
    const marks = [...chart?.querySelectorAll("a.mark[data-row]") ?? []].filter((mark) => !inCells.has(mark));
    const every = [...Array(size).keys()];
    const rows = every.map((row) => document.getElementById(`${id}-row-${row}`));
    return (shown) => {
      const has = (row) => shown.has(first + row);
      rows.forEach((row, number) => hide(row, !has(number)));
      table.querySelectorAll("tbody").forEach((body) => {
        const held = every.filter((row) => rows[row].parentElement === body);
        const heading = body.querySelector("tr.group > th");
        hide(body, !held.some(has));
        if (!heading) return;
        if (held.every(has)) delete heading.dataset.shown;
        else heading.dataset.shown = said(held.filter(has).map((row) => first + row), held.map((row) => first + row));
      });
      cells.forEach((cell) => recount(cell, has));
      marks.forEach((mark) => hide(mark, !has(Number(mark.dataset.row))));
      if (!chart) return;
      const words = said(every.filter(has).map((row) => first + row), every.map((row) => first + row));
      chart.setAttribute("aria-label", every.every(has) ? name : `${name} Filtered: ${words}.`);
    };
  };

  const narrowing = (form) => {
    const { tables, one, many, where } = form.dataset;
    const units = numbers(form.dataset.units);
    const every = [...units.keys()];
    const count = (rows) => new Set(rows.map((row) => units[row])).size;
    const said = (some, all) => `${count(some)} of ${count(all)} ${count(all) === 1 ? one : many} shown`;
    let first = 0;
    const parts = tables.split(" ").map((id, number) => {
      const size = numbers(form.dataset.sizes)[number];
      first += size;
      return narrowed(id, first - size, size, said);
    });
    const chosen = () => [...form.querySelectorAll("select")]
      .map((select) => select.selectedOptions[0])
      .filter((option) => option.value)
      .map((option) => new Set(numbers(option.dataset.rows)));
    return () => {
      const wanted = chosen();
      const shown = new Set(every.filter((row) => wanted.every((rows) => rows.has(row))));
      parts.forEach((show) => show(shown));
      form.classList.toggle("narrowed", shown.size < every.length);
      form.querySelector('[role="status"]').textContent =
        `${shown.size ? "" : "Nothing here matches: "}${said([...shown], every)}${where}`;
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

  // From a row that a picture led to, one link leads back to what was followed.
  const links = charts.flatMap((chart) => [...chart.querySelectorAll("a.mark")]);
  const back = document.createElement("a");
  back.className = "to-picture";
  back.textContent = "Back to the picture";
  let followed = null;
  const goBack = (event) => {
    event.preventDefault();
    const usable = followed.hasAttribute("href") && !followed.classList.contains("filtered");
    const goal = usable ? followed : followed.closest(".chart-frame");
    goal.focus({ preventScroll: true });
    goal.scrollIntoView({ block: "center", inline: "nearest" });
  };
  back.addEventListener("click", goBack);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && back.closest("tbody")?.contains(event.target)) goBack(event);
  });

  // What a link of a picture leads to may stand in data that is folded away. The browser does the
  // scrolling: it first keeps the place that its own way back leads to.
  const reveal = (hash, mark) => {
    const target = document.getElementById(hash.slice(1));
    if (!target || !target.closest("table")) return;
    const folded = [...document.querySelectorAll("details:not([open])")].filter((each) => each.contains(target));
    folded.forEach((each) => { each.open = true; });
    const from = mark ?? [followed, ...links].find((each) => each?.getAttribute("href") === hash);
    if (from) {
      followed = from;
      back.href = `#${from.closest("figure").id}`;
      target.querySelector("th")?.append(back);
    }
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    if (!mark && folded.length) target.scrollIntoView();
  };
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("svg.chart a[href]");
    if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return;
    history.replaceState({ mark: links.indexOf(mark) }, "");
    reveal(mark.getAttribute("href"), mark);
  });
  window.addEventListener("hashchange", () => {
    const left = links[history.state?.mark];
    if (left) left.focus({ preventScroll: true });
    else reveal(location.hash);
  });
  if (location.hash) reveal(location.hash);

  // A frame is a stop for who goes by key only where there is something to scroll.
  const watch = new ResizeObserver((changes) => new Set(changes.map(({ target }) => target.closest(".chart-frame, .table-frame")))
    .forEach((frame) => {
      const scrolls = frame.scrollWidth > frame.clientWidth;
      frame.tabIndex = scrolls ? 0 : -1;
      frame.classList.toggle("scrolls", scrolls);
    }));
  document.querySelectorAll(".chart-frame, .table-frame").forEach((frame) => {
    watch.observe(frame);
    watch.observe(frame.firstElementChild);
  });

  // On paper nothing can be unfolded.
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details.chart-data:not([open])")];
    folded.forEach((each) => { each.open = true; });
  });
  window.addEventListener("afterprint", () => folded.forEach((each) => { each.open = false; }));
})();
