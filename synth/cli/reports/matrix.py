"""Claims by audience: each finding, and how each brief tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from synth.cli.common import plural, say_json, visible

if TYPE_CHECKING:
    from synth.check import Telling


def write(tellings: Sequence[Telling], *, as_json: bool) -> None:
    """Prints each finding that a claim is tied to, with its claims, brief by brief."""
    if as_json:
        say_json({"matrix": [_told(id, each) for id, each in _by_finding(tellings).items()]})
        return
    for line in _lines(tellings):
        click.echo(visible(line))


def _by_finding(tellings: Sequence[Telling]) -> Mapping[str, list[Telling]]:
    found: dict[str, list[Telling]] = {}
    for telling in sorted(tellings, key=lambda each: each.evidence.id):
        found.setdefault(telling.evidence.id, []).append(telling)
    return found


def _lines(tellings: Sequence[Telling]) -> Iterator[str]:
    found = _by_finding(tellings)
    width = max((len(each.audience) for each in tellings), default=0)
    for id, told in found.items():
        yield f"{id}: {plural(len({each.audience for each in told}), 'audience')}"
        for each in told:
            yield f"  {each.audience:{width}}  {each.statement.text}"
            yield f"  {'':{width}}  {each.statement.claim.place} {each.statement.claim.id}"
    audiences = plural(len({each.audience for each in tellings}), "audience")
    places = plural(len(tellings), "place")
    yield f"{plural(len(found), 'finding')} told in {places} to {audiences}."


def _told(id: str, tellings: Sequence[Telling]) -> dict[str, object]:
    return {
        "finding": id,
        "statement": tellings[0].evidence.finding.statement,
        "claims": [
            {
                "brief": each.brief,
                "audience": each.audience,
                "claim": each.statement.claim.id,
                "file": each.statement.claim.place.file,
                "line": each.statement.claim.place.line,
                "text": each.statement.text,
            }
            for each in tellings
        ],
    }
