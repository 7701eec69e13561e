"""The marks of pictures in a real browser: by pointer and by key each leads to its row."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from synth.charts import Look, draw
from tests.chart_examples import EXAMPLES
from tests.test_browser import BROWSER

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")

SCRIPT = """
<script>
const faults = [];
const marks = [...document.querySelectorAll('a.mark')];
if (!marks.length) faults.push('there are no marks');
for (const mark of marks) {
  const said = mark.querySelector('title').textContent;
  const box = mark.getBoundingClientRect();
  const parts = [0.5, 0.25, 0.75, 0.1, 0.9];
  const hit = parts.flatMap((x) => parts.map((y) => [x, y])).some(([x, y]) => {
    const found = document.elementFromPoint(box.left + x * box.width, box.top + y * box.height);
    return found && found.closest('a.mark') === mark;
  });
  if (!hit) faults.push('cannot be hit: ' + said);
  if (mark.tabIndex !== 0) faults.push('cannot be reached by key: ' + said);
  mark.focus();
  if (document.activeElement !== mark) faults.push('takes no focus: ' + said);
  location.hash = '';
  mark.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));
  if (!document.querySelector(':target')) faults.push('leads nowhere: ' + said);
}
const families = new Set([...document.querySelectorAll('text')].map((each) => getComputedStyle(each).fontFamily));
if (families.size !== 1) faults.push('several families');
const fetched = performance.getEntriesByType('resource').filter((each) => !each.name.startsWith('data:'));
if (fetched.length) faults.push('asks for something');
document.title = 'SAID ' + faults.join('; ') + ' END';
</script>
"""


@pytest.mark.parametrize("kind", EXAMPLES)
def test_each_mark_leads_to_its_row(kind: str, tmp_path: Path) -> None:
    assert BROWSER is not None
    rows = "".join(f'<p id="t-row-{n}">{n}</p><p id="t-group-{n}">{n}</p>' for n in range(20))
    page = tmp_path / "page.html"
    page.write_text(
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>x</title>'
        f"<style>svg {{ position: fixed; top: 0 }}</style>{draw(EXAMPLES[kind], Look(), 't').svg('x')}"
        f"{rows}{SCRIPT}",
        encoding="utf-8",
    )
    done = subprocess.run(
        [
            BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-quic", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1000,1400",
            "--virtual-time-budget=5000", "--dump-dom", page.as_uri(),
        ],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    title = re.search(r"<title>SAID (.*?) END</title>", done.stdout, re.DOTALL)
    assert title is not None, done.stdout[-500:]
    assert title[1] == ""
