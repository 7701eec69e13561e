"""Filters of tables in a real browser: rows, groups, signs and counts; by key; no request."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from synth.document import Facet, Table, Text
from synth.problems import Place
from synth.render.filters import filters
from tests.conftest import Copy
from tests.gap_map_library import hold, rows_of
from tests.test_browser import BROWSER

SCRIPT = """
<script>
const said = {};
const all = (selector) => [...document.querySelectorAll(selector)];
const visible = (each) => each.getClientRects().length > 0;
const form = document.querySelector('form.filters');
const data = form.dataset.table;
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
  linked: all('svg.chart a[data-rows][href]').length,
  line: form.querySelector('[role="status"]').textContent,
  headings: all('tr.group > [data-shown]').filter(visible).map((each) => each.dataset.shown),
});
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


@pytest.fixture
def page(project: Copy) -> Path:
    """A brief with a map, whose first table of data can be filtered."""
    hold(project, rows_of("findings.csv"))
    (built,) = project.build()
    assert built.paths, built.problems
    return built.paths[0]


def used(page: Path, tmp_path: Path, width: int) -> dict[str, Any]:
    text = page.read_text(encoding="utf-8")
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    tried = tmp_path / "tried.html"
    tried.write_text(text.replace("</body>", SCRIPT), encoding="utf-8")
    dom = dom_of(tried, tmp_path / "profile", width)
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
        "rows": 7, "groups": 4, "signs": 6, "counts": [1, 2, 2, 1], "linked": 4,
        "line": "7 of 7 findings shown", "headings": [],
    }  # fmt: skip
    assert said["before"] == every
    assert said["japan"] == {
        "rows": 3, "groups": 3, "signs": 3, "counts": [1, 1, 1, 0], "linked": 3,
        "line": "3 of 7 findings shown", "headings": ["1 of 3 findings shown", "1 of 2 findings shown"],
    }  # fmt: skip
    assert said["none"] == {
        "rows": 0, "groups": 0, "signs": 0, "counts": [0, 0, 0, 0], "linked": 0,
        "line": "0 of 7 findings shown", "headings": [],
    }  # fmt: skip
    assert said["noneTitle"].endswith("1 study (0 shown)")
    assert said["after"] == every


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
@pytest.mark.parametrize("width", [320, 1280])
def test_it_works_by_key_and_keeps_to_the_page(page: Path, tmp_path: Path, width: int) -> None:
    said = used(page, tmp_path, width)
    assert said["folded"]
    assert said["opened"], "a click on a number opens the data"
    assert said["focused"], "and moves the focus to its group"
    assert said["controls"]
    assert said["labels"]
    assert said["tabs"] == 10, "a stop for each cell and for each sign"
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
    assert "7 of 7 findings shown" in dom


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
    text = built.paths[0].read_text(encoding="utf-8")
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    tried = tmp_path / "two.html"
    tried.write_text(text.replace("</body>", script), encoding="utf-8")
    dom = dom_of(tried, tmp_path / "profile")
    assert '"other":"9 of 9 findings shown"' in dom


# ── what is written ─────────────────────────────────────────────────────────────────


def table(*facets: Facet, id: str = "t") -> Table:
    cell = (Text("x"),)
    return Table((cell,), ((cell,), (cell,)), (), None, Place("x.md"), facets=facets, id=id)


def test_a_choice_knows_its_rows() -> None:
    words = filters(table(Facet("Country", (("Japan", "UK"), ("Not known", "UK")))), "table 1")
    assert re.findall(r'data-rows="([\d ]+)">([^<]+)<', words) == [
        ("0", "Japan (1)"), ("0 1", "UK (2)"), ("1", "Not known (1)"),
    ]  # fmt: skip
    assert 'aria-label="Filter: table 1"' in words


@pytest.mark.parametrize(
    "without",
    [
        table(),
        table(Facet("Country", (("Japan",), ("Japan",)))),
        table(Facet("Country", (("Japan",), ("UK",))), id=""),
    ],
)
def test_where_there_is_no_choice_there_is_no_filter(without: Table) -> None:
    assert filters(without, "table 1") == ""


def test_words_in_a_filter_are_no_markup() -> None:
    words = filters(table(Facet("<b>", (("<i>",), ('"&',)))), '"><u>')
    assert "<b>" not in words
    assert "<i>" not in words
    assert "<u>" not in words
    assert "&#34;&amp; (1)" in words
