"""What a journal's notices mean for a work: which of them still stand, and in which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from synth.model import Notice, NoticeNature

NATURE_WORDS: Mapping[NoticeNature, str] = {
    "retraction": "retracted",
    "expression-of-concern": "given an expression of concern",
    "correction": "corrected",
    "reinstatement": "reinstated",
}
"""What was done to a work, after "was"."""


def standing(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """The notices that a writer must heed: all but reinstatements and what these lifted.

    A reinstatement lifts a retraction of the same day or before. One without a date lifts
    nothing, and a retraction without a date is not lifted: that cannot be known.
    """
    back = [each.date for each in notices if each.nature == "reinstatement" and each.date]
    last = max(back, default="")
    return tuple(
        each
        for each in notices
        if each.nature != "reinstatement"
        and not (each.nature == "retraction" and each.date and each.date <= last)
    )


def in_words(notice: Notice) -> str:
    """A notice as the end of a sentence: `was retracted on 2021-06-25 (list of 2026-11-20)`."""
    when = f" on {notice.date}" if notice.date else ", at a date that is not known"
    listed = f" (list of {notice.list_date})" if notice.list_date else ""
    return f"was {NATURE_WORDS[notice.nature]}{when}{listed}"
