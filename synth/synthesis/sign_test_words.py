"""The sign test as a reader is shown it: a table, and what it does not say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from synth.document import Block, Inline, Paragraph, Table, Text
from synth.synthesis.pointing_words import Words, groups_of
from synth.synthesis.sign_test import FEW, SignTest

CAVEAT = (
    "The sign test asks only whether so many studies would point one way by chance. It says "
    "nothing of how large an effect is, and a small study counts as much as a large one. With few "
    "studies it finds little, and a high p-value does not show that there is no effect. It "
    "misleads where studies without a welcome result stay unpublished, and where studies differ "
    "in how likely they are to point one way. Studies that are mixed, conflicting or without a "
    "difference are left out of it."
)
"""Cochrane Handbook 6.5, section 12.2.1.3 and table 12.2.a; Hilton Boon and Thomson (2021),
discussion; Nikolakopoulos (2020), Research Synthesis Methods 11, 714-719."""


def sign_test_blocks(tests: Sequence[SignTest], words: Words) -> Iterator[Block]:
    """The table of the tests with the caveat below; nothing where none was asked for."""
    tested = [test for test in tests if test.p is not None]
    place = words.setting.place
    head = ("Outcome", "Point to what is hoped for", "Share (95% interval)", "p", "Left out")
    if tested:
        yield Table(
            head=tuple((Text(part),) for part in head),
            rows=tuple(_row(test, words) for test in tested),
            caption=(Text("Sign test: do studies point one way more often than by chance?"),),
            number=None,
            place=place,
            groups=groups_of([test.exposure for test in tested], words),
        )
        few = any(test.studies < FEW for test in tested)
        said = f" With fewer than {FEW} studies p stays above 0.05 even if all agree." * few
        method = "Exact binomial test with two sides; Wilson’s interval."
        yield Paragraph((Text(f"{CAVEAT}{said} {method}"),), place)
    if len(tested) < len(tests):
        left = f"{len(tests) - len(tested)} of {len(tests)} pairs of an exposure and an outcome"
        reason = "as fewer than two studies point clearly one way"
        yield Paragraph((Text(f"Not tested, {reason}: {left}."),), place)


def _row(test: SignTest, words: Words) -> tuple[tuple[Inline, ...], ...]:
    cells = (
        words.domain(test.domain),
        f"{test.up} of {test.studies}",
        _share(test, words),
        _p(test, words),
        str(test.left_out),
    )
    return tuple((Text(cell),) for cell in cells)


def _share(test: SignTest, words: Words) -> str:
    if test.share is None or test.low is None or test.high is None:
        return "–"
    share, low, high = (words.setting.number(100 * x, 0) for x in (test.share, test.low, test.high))
    return f"{share}% ({low}% to {high}%)"


def _p(test: SignTest, words: Words) -> str:
    if test.p is None:
        return "–"
    if test.p < 0.001:
        return f"below {words.setting.number(0.001, 3)}"
    return words.setting.number(test.p, 3)
