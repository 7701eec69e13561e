"""The page in a real browser: the panel by click and key, no request, no sideways scrolling."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

BROWSER = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    None,
)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")

SCRIPT = """
<script>
const said = {};
const wait = (then) => setTimeout(then, 150);
wait(() => {
  const link = document.querySelector('a[data-panel]');
  const panel = document.getElementById(link.dataset.panel);
  said.closed = !panel.matches(':popover-open');
  link.focus();
  link.click();
  wait(() => {
    said.opens = panel.matches(':popover-open');
    said.focusMoves = document.activeElement === panel;
    said.tellsOfPanel = link.getAttribute('aria-haspopup') === 'dialog';
    panel.querySelector('button').click();
    wait(() => {
      said.closes = !panel.matches(':popover-open');
      said.focusReturns = document.activeElement === link;
      said.fits = document.documentElement.scrollWidth <= innerWidth;
      const fetched = performance.getEntriesByType('resource').filter((each) => !each.name.startsWith('data:'));
      said.asksNothing = fetched.length === 0;
      const tab = (shiftKey) => document.activeElement.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Tab', shiftKey, bubbles: true, cancelable: true }));
      const isOpen = () => panel.matches(':popover-open');
      link.click();
      tab(false);
      said.staysWithin = isOpen();
      [...panel.querySelectorAll('a[href]')].pop().focus();
      tab(false);
      said.goesOnFromTheLink = !isOpen() && document.activeElement === link;
      link.click();
      said.opensAgain = isOpen();
      said.goesBackToTheLink = !tab(true) && !isOpen() && document.activeElement === link;
      link.click();
      document.querySelector('.skip').focus();
      said.closesWhereFocusLeaves = !isOpen();
      document.title = 'SAID ' + Object.keys(said).filter((key) => !said[key]).join(' ') + ';';
    });
  });
});
</script></body>
"""


@pytest.mark.parametrize("width", [320, 1280])
def test_the_panel(finished: Path, tmp_path: Path, width: int) -> None:
    text = (finished / "demo" / "clubs.html").read_text(encoding="utf-8")
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    page = tmp_path / "page.html"
    page.write_text(text.replace("</body>", SCRIPT), encoding="utf-8")
    assert BROWSER is not None
    done = subprocess.run(
        [
            BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            f"--user-data-dir={tmp_path / 'profile'}", f"--window-size={width},900",
            "--virtual-time-budget=5000", "--dump-dom", page.as_uri(),
        ],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    title = re.search(r"<title>SAID (.*?);</title>", done.stdout)
    assert title is not None, done.stdout[:500]
    assert title[1] == ""
