"""What a reader should know before findings are pooled: whose people, and which way round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from synth.model import Project
from synth.synthesis.counting import rests_on_others
from synth.synthesis.meta.findings import Usable, study_name


def cautions_of_findings(usable: Sequence[Usable], project: Project) -> tuple[str, ...]:
    """The cautions, in plain words."""
    return (
        *_reviews(usable, project),
        *_designs(usable, project),
        *_turned(usable, project),
        *_accounts(usable),
    )


def _reviews(usable: Sequence[Usable], project: Project) -> Iterator[str]:
    reviews = [
        study_name(each.evidence, project)
        for each in usable
        if rests_on_others(each.evidence.record, project)
    ]
    if reviews:
        yield (
            f"{', '.join(reviews)}: a review or the like, which may count the same people as "
            "another study here. Pool studies, or reviews, not both."
        )


def _designs(usable: Sequence[Usable], project: Project) -> Iterator[str]:
    """That chance settled who was exposed in some studies, and not in others."""
    designs = [project.vocabulary.design(each.evidence.record.design) for each in usable]
    randomised = sum(design is not None and design.randomised for design in designs)
    if 0 < randomised < len(usable):
        yield (
            f"{randomised} of {len(usable)} studies are randomised, and the others are not: pool "
            "them apart as well, by design."
        )


def _turned(usable: Sequence[Usable], project: Project) -> Iterator[str]:
    """Estimates that point another way than their finding's direction says."""
    for each in usable:
        if each.measure.null is None:
            continue
        null = each.measure.pooled_scale(each.measure.null)
        said = each.evidence.finding.direction
        if (said == "decrease" and each.size.yi > null) or (
            said == "increase" and each.size.yi < null
        ):
            yield (
                f"{study_name(each.evidence, project)}: the record says {said}, and the estimate "
                "points the other way. Is its comparison the other way round?"
            )


def _accounts(usable: Sequence[Usable]) -> Iterator[str]:
    second_hand = sum(each.evidence.record.second_hand for each in usable)
    if second_hand:
        yield f"{second_hand} of {len(usable)} effects were read in another work’s account."
