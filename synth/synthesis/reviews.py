"""Reviews among studies: where studies are counted, a review may count the same people again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from synth.document import Citation, Paragraph, Text
from synth.model import EvidenceRecord
from synth.synthesis.view import Setting

_WORDS = ("review", "meta-analysis", "data-set", "dataset")
"""Words in the id of a design that puts studies together."""


def is_review(record: EvidenceRecord) -> bool:
    """Whether a work puts studies together, by the id of its design."""
    design = (record.design or "").casefold()
    return any(word in design for word in _WORDS)


def reviews_told(findings: Iterable[str], setting: Setting) -> Iterator[Paragraph]:
    """Which of the works that are counted are reviews, and what that means; nothing without any."""
    evidence = [setting.project.evidence[id] for id in findings]
    works = {each.record.references[0]: each for each in reversed(evidence)}
    reviews = [works[key] for key in reversed(works) if is_review(works[key].record)]
    if not reviews:
        return
    items = tuple(setting.citing(each).items[0] for each in reviews)
    count = len(reviews)
    are = "1 is a review" if count == 1 else f"{count} are reviews"
    lead = f"Of the {len(works)} studies counted here {are} "
    if len(works) == count:
        lead = f"No single study is counted here, only {'a review' if count == 1 else 'reviews'} "
    yield Paragraph(
        (
            Text(lead),
            Citation(0, items, setting.place),
            Text(
                ". A review may rest on studies that are counted here too, or on the same people."
            ),
        ),
        setting.place,
    )
