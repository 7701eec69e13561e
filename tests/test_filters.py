"""Filters of tables in a real browser: what is narrowed and told; by key; the way back; no request."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from synth.document import Citation, CitationItem, Facet, Table, Text
from synth.problems import Place
from synth.render.filters import filters
from tests.conftest import Copy
from tests.gap_map_library import VOCABULARY, hold, rows_of
from tests.test_browser import BROWSER

SCRIPT = """
<script>
const said = {};
const all = (selector) => [...document.querySelectorAll(selector)];
const visible = (each) => each.getClientRects().length > 0;
const form = document.querySelector('form.filters');
const data = form.dataset.tables;
const box = (label) => all('form.filters label').find((each) => each.textContent === label).control;
const choose = (label, words) => {
  const select = box(label);
  const option = [...select.options].find((each) => each.textContent.startsWith(words));
  select.value = option.value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
};
const state = () => ({
  rows: all(`[id^="${data}-row-"]`).filter(visible).length,
  groups: all(`[id^="${data}-group-"]`).filter(visible).length,
  signs: all('svg.chart a[data-row]').filter(visible).length,
  counts: all('svg.chart a[data-rows] text').map((each) => Number(each.textContent)),
  emptied: all('svg.chart a.emptied').filter((each) => getComputedStyle(each.querySelector('text')).visibility === 'hidden'
    && getComputedStyle(each.querySelector('path')).opacity === '1').length,
  linked: all('svg.chart a[data-rows][href]').length,
  name: document.querySelector('svg.chart').getAttribute('aria-label').split('. ').pop(),
  line: form.querySelector('[role="status"]').textContent,
  headings: all('tr.group > [data-shown]').filter(visible).map((each) => each.dataset.shown),
});
// How far the signs of the second cell stand from its middle, by what is seen of them.
const offCentre = () => {
  const [cell, next] = all('svg.chart a[data-rows]').slice(1, 3);
  const marks = all('svg.chart a.mark');
  const signs = marks.slice(marks.indexOf(cell) + 1, marks.indexOf(next)).filter(visible)
    .map((each) => each.querySelector('path').getBoundingClientRect());
  const [left, right] = [Math.min(...signs.map((each) => each.left)), Math.max(...signs.map((each) => each.right))];
  const around = cell.querySelector('path').getBoundingClientRect();
  return Math.round(left + right - around.left - around.right);
};
setTimeout(() => {
  const folded = document.querySelector('details.chart-data');
  said.folded = !folded.open;
  const number = all('svg.chart a[data-rows]')[1];
  number.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
  said.opened = folded.open;
  said.focused = document.activeElement.id === number.getAttribute('href').slice(1);
  said.controls = all('form.filters select, form.filters button')
    .every((each) => { each.focus(); return each.tabIndex === 0 && document.activeElement === each; });
  said.labels = all('form.filters select').every((each) => each.labels.length === 1 && visible(each.labels[0]));
  said.tabs = all('svg.chart a').filter((each) => each.tabIndex === 0).length;
  said.live = form.querySelector('[role="status"]').getAttribute('aria-live');
  said.before = state();
  choose('Country', 'Japan');
  said.japan = state();
  said.offCentre = offCentre();
  choose('Kind of study', 'Randomised trial');
  said.none = state();
  said.noneTitle = document.querySelector('svg.chart a[data-rows] title').textContent;
  form.querySelector('button').click();
  setTimeout(() => {
    said.after = state();
    said.fits = document.documentElement.scrollWidth <= innerWidth;
    said.stored = localStorage.length + sessionStorage.length + document.cookie.length;
    said.fetched = performance.getEntriesByType('resource').filter((each) => !each.name.startsWith('data:')).length;
    const out = document.createElement('pre');
    out.id = 'said';
    out.textContent = JSON.stringify(said);
    document.body.append(out);
  }, 100);
}, 150);
</script></body>
"""


def dom_of(page: Path, profile: Path, width: int = 1280) -> str:
    assert BROWSER is not None
    done = subprocess.run(
        [
            BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            f"--user-data-dir={profile}", f"--window-size={width},900",
            "--virtual-time-budget=5000", "--dump-dom", page.as_uri(),
        ],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return done.stdout


def tried(page: Path, tmp_path: Path, script: str, width: int = 1280) -> str:
    """The page as a browser has it after a script that its policy would not let run."""
    text = page.read_text(encoding="utf-8")
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    copy = tmp_path / "tried.html"
    copy.write_text(text.replace("</body>", script), encoding="utf-8")
    return dom_of(copy, tmp_path / "profile", width)


@pytest.fixture
def page(project: Copy) -> Path:
    """A brief with a map, whose first table of data can be filtered."""
    hold(project, rows_of("findings.csv"))
    (built,) = project.build()
    assert built.paths, built.problems
    return built.paths[0]


def used(page: Path, tmp_path: Path, width: int) -> dict[str, Any]:
    dom = tried(page, tmp_path, SCRIPT, width)
    found = re.search(r'<pre id="said">(.*?)</pre>', dom, re.DOTALL)
    assert found is not None, dom[-2000:]
    said: dict[str, Any] = json.loads(
        found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    )
    return said


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
@pytest.mark.parametrize("width", [320, 1280])
def test_a_filter_narrows_the_table_and_the_picture(page: Path, tmp_path: Path, width: int) -> None:
    said = used(page, tmp_path, width)
    every = {
        "rows": 6, "groups": 4, "signs": 6, "counts": [1, 2, 2, 1], "emptied": 0, "linked": 4,
        "line": "4 of 4 studies shown", "headings": [],
    }  # fmt: skip
    name = said["before"].pop("name")
    assert said["before"] == every
    assert said["japan"] == {
        "rows": 3, "groups": 3, "signs": 3, "counts": [1, 1, 1, 0], "emptied": 1, "linked": 3,
        "line": "2 of 4 studies shown", "headings": ["1 of 2 studies shown", "1 of 2 studies shown"],
        "name": "Filtered: 2 of 4 studies shown.",
    }  # fmt: skip
    assert said["offCentre"] == 0
    assert said["none"] == {
        "rows": 0, "groups": 0, "signs": 0, "counts": [0, 0, 0, 0], "emptied": 4, "linked": 0,
        "line": "Nothing here matches: 0 of 4 studies shown", "headings": [],
        "name": "Filtered: 0 of 4 studies shown.",
    }  # fmt: skip
    assert said["noneTitle"].endswith("1 study (0 shown)")
    assert said["after"] == {**every, "name": name}


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
@pytest.mark.parametrize("width", [320, 1280])
def test_it_works_by_key_and_keeps_to_the_page(page: Path, tmp_path: Path, width: int) -> None:
    said = used(page, tmp_path, width)
    assert said["folded"]
    assert said["opened"], "a click on a number opens the data"
    assert said["focused"], "and moves the focus to its group"
    assert said["controls"]
    assert said["labels"]
    assert said["tabs"] == 4, "a stop for each cell, whose heading leads to all in it"
    assert said["live"] == "polite"
    assert said["fits"]
    assert said["stored"] == 0
    assert said["fetched"] == 0


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
def test_the_policy_of_the_page_lets_the_filter_run(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.search(r"script-src (&#39;|')sha256-", text)
    (before,) = re.findall(r'<form class="filters"[^>]*>', text)
    assert before.endswith(" hidden>"), "without a script there is no filter"
    dom = dom_of(page, tmp_path / "profile")
    (after,) = re.findall(r'<form class="filters"[^>]*>', dom)
    assert "hidden" not in after
    assert "4 of 4 studies shown" in dom


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
def test_two_tables_are_filtered_independently(project: Copy, tmp_path: Path) -> None:
    hold(project, rows_of("findings.csv"))
    project.replace(
        "briefs/map.md", "{{ gap_map() }}", '{{ gap_map() }}\n\n{{ gap_map("country", "outcome") }}'
    )
    (built,) = project.build()
    assert built.paths, built.problems
    assert built.paths[0].read_text(encoding="utf-8").count('<form class="filters"') == 2
    script = SCRIPT.replace("said.after = state();", """said.after = state();
      choose('Country', 'Japan');
      said.other = all('form.filters')[1].querySelector('[role="status"]').textContent;""")  # fmt: skip
    dom = tried(built.paths[0], tmp_path, script)
    assert '"other":"4 of 4 studies shown"' in dom


WAY_BACK = """
<script>
const said = {};
const wait = (then) => setTimeout(then, 300);
const press = (key) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
const cells = [...document.querySelectorAll('svg.chart a[data-rows]')];
const there = (cell) => document.activeElement === document.getElementById(cell.getAttribute('href').slice(1));
const link = () => document.querySelectorAll('tr.group a.to-picture');
document.documentElement.style.scrollBehavior = 'auto';
document.body.style.paddingBottom = '4000px';
const follow = (cell) => cell.querySelector('text').dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
wait(() => {
  cells[2].focus({ preventScroll: true });
  scrollTo(0, 100);
  follow(cells[2]);
  wait(() => {
    said.leads = there(cells[2]) && scrollY > 100;
    said.offersTheWay = link().length === 1 && document.activeElement.contains(link()[0]);
    said.leadsToTheFigure = link()[0].hash === '#' + cells[0].closest('figure').id;
    history.back();
    wait(() => {
      said.backTakesTheFocus = document.activeElement === cells[2];
      said.backTakesTheView = scrollY === 100;
      follow(cells[1]);
      wait(() => {
        said.leadsAgain = there(cells[1]);
        press('Escape');
        said.escape = document.activeElement === cells[1];
        follow(cells[1]);
        said.sameAgain = there(cells[1]);
        said.oneLink = link().length === 1;
        link()[0].click();
        said.link = document.activeElement === cells[1];
        const printed = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
          .filter((rule) => rule.media?.mediaText === 'print').flatMap((rule) => [...rule.cssRules]);
        said.notInPrint = printed.some((rule) => rule.selectorText.split(', ').includes('.to-picture') && rule.style.display === 'none');
        document.title = 'SAID ' + Object.keys(said).filter((key) => !said[key]).join(' ') + ';';
      });
    });
  });
});
</script></body>
"""


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
@pytest.mark.parametrize("width", [320, 1280])
def test_there_is_a_way_back_to_the_picture(page: Path, tmp_path: Path, width: int) -> None:
    title = re.search(r"<title>SAID (.*?);</title>", tried(page, tmp_path, WAY_BACK, width))
    assert title is not None
    assert title[1] == ""


FRAMES = """
<script>
document.querySelector('main').style.maxWidth = 'WIDTHpx';
setTimeout(() => {
  const frame = document.querySelector('.chart-frame');
  const svg = frame.querySelector('svg');
  const smallest = 11 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const named = document.getElementById(frame.getAttribute('aria-labelledby')).textContent;
  document.title = `SAID ${frame.scrollWidth > frame.clientWidth} ${frame.tabIndex} ${smallest >= 11} ${named};`;
}, 300);
</script></body>
"""


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
@pytest.mark.parametrize(("width", "said"), [(300, "true 0"), (900, "false -1")])
def test_a_picture_scrolls_rather_than_write_small(
    page: Path, tmp_path: Path, width: int, said: str
) -> None:
    dom = tried(page, tmp_path, FRAMES.replace("WIDTH", str(width)))
    title = re.search(r"<title>SAID (.*?);</title>", dom)
    assert title is not None
    assert title[1] == f"{said} true Figure 1. Evidence gap map: studies by exposure and outcome"


PARTS = """
<script>
const all = (selector) => [...document.querySelectorAll(selector)];
setTimeout(() => {
  const box = all('form.filters label').find((each) => each.textContent === 'Country').control;
  box.value = [...box.options].find((each) => each.textContent.startsWith('Peru')).value;
  box.dispatchEvent(new Event('change', { bubbles: true }));
  const counts = all('figure').map((figure) => figure.querySelectorAll('svg.chart a[data-rows][href]').length);
  const names = all('svg.chart').map((each) => each.getAttribute('aria-label').split('. ').pop());
  const rows = all('[id*="-row-"]:not(.filtered)').length;
  document.title = `SAID ${counts}; ${names.join(' ')} ${rows}; ${document.querySelector('[role="status"]').textContent} END`;
}, 200);
</script></body>
"""


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
def test_one_filter_narrows_all_parts_of_a_map(project: Copy, tmp_path: Path) -> None:
    outcomes = "\n".join(f"  - {{id: o{number}, label: Outcome {number}}}" for number in range(13))
    vocabulary = VOCABULARY.replace("outcomes:\n", f"outcomes:\n{outcomes}\n")
    cases = [dict(rows_of("findings.csv")[0], study=f"study{2000 + n}", finding=f"f{n}",
                  outcome=f"o{n}", countries="PE" if n in (0, 12) else "GB")
             for n in range(13)]  # fmt: skip
    hold(project, cases, vocabulary)
    (built,) = project.build()
    assert built.paths, built.problems
    text = built.paths[0].read_text(encoding="utf-8")
    assert text.count("<figure") == 2
    assert text.count('<form class="filters"') == 1
    assert 'aria-label="Filter: Figure 1 and Figure 2"' in text
    dom = tried(built.paths[0], tmp_path, PARTS)
    title = re.search(r"<title>SAID (.*?) END</title>", dom)
    assert title is not None
    assert title[1] == (
        "1,1; Filtered: 1 of 6 studies shown. Filtered: 1 of 7 studies shown. 2; "
        "2 of 13 studies shown in Figure 1 and Figure 2"
    )


# ── what is written ─────────────────────────────────────────────────────────────────


def table(*facets: Facet, id: str = "t", cites: Sequence[str] = ("a", "b")) -> Table:
    place = Place("x.md")
    head = ((Text("x"),),)
    rows = tuple(
        ((Citation(number, (CitationItem(reference, place),), place),),)
        for number, reference in enumerate(cites, 1)
    )
    return Table(head, rows, (), None, place, facets=facets, id=id)


def test_a_choice_knows_its_rows() -> None:
    countries = Facet("Country", (("Japan",), ("Not known", "UK")))
    words = filters([table(countries)], "table 1")
    assert re.findall(r'data-rows="([\d ]+)">([^<]+)<', words) == [
        ("0", "Japan (1 finding)"), ("1", "UK (1 finding)"), ("1", "Not known (1 finding)"),
    ]  # fmt: skip
    assert 'aria-label="Filter: table 1"' in words


def test_a_map_counts_each_study_once() -> None:
    countries = Facet("Country", (("Japan",), ("Japan",), ("UK",)))
    cited = table(countries, cites=("a", "a", "b"))
    assert ">Japan (2 findings)<" in filters([cited], "table 1")
    words = filters([cited], "Figure 1", "study")
    assert ">Japan (1 study)<" in words
    assert 'data-units="0 0 1"' in words


def test_the_parts_of_a_view_are_narrowed_together() -> None:
    first = table(Facet("Country", (("Japan",), ("UK",))))
    second = table(Facet("Country", (("Peru",), ("Japan",))), id="u", cites=("b", "a"))
    words = filters([first, second], "Figure 1 and Figure 2", "study")
    assert re.findall(r'data-rows="([\d ]+)">([^<]+)<', words) == [
        ("0 3", "Japan (1 study)"), ("2", "Peru (1 study)"), ("1", "UK (1 study)"),
    ]  # fmt: skip
    assert 'data-tables="t u" data-sizes="2 2" data-units="0 1 1 0"' in words


@pytest.mark.parametrize(
    "without",
    [
        table(),
        table(Facet("Country", (("Japan",), ("Japan",)))),
        table(Facet("Country", (("Japan",), ("UK",))), id=""),
    ],
)
def test_where_there_is_no_choice_there_is_no_filter(without: Table) -> None:
    assert filters([without], "table 1") == ""


def test_words_in_a_filter_are_no_markup() -> None:
    words = filters([table(Facet("<b>", (("<i>",), ('"&',))))], '"><u>')
    assert "<b>" not in words
    assert "<i>" not in words
    assert "<u>" not in words
    assert "&#34;&amp; (1 finding)" in words
