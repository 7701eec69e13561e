"""What the evidence says of how something works: the findings by the mechanism they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from synth.document import Block, Heading, Text
from synth.model import Basis, Evidence, Project
from synth.synthesis.telling import said, told_list
from synth.synthesis.view import Narrow, Setting, SynthesisError, UnknownWordError, View
from synth.synthesis.ways import findings, studies, studies_of
from synth.wording import listed, plain_words

_ORDER: tuple[Basis, ...] = ("result", "view", "proposal", "count")


@dataclass(frozen=True, slots=True, kw_only=True)
class MechanismOptions(Narrow):
    """Which mechanisms are told of; views and proposals too, as few studies test one."""

    mechanism: tuple[str, ...] = field(
        default=(), metadata={"help": "Only these mechanisms of the vocabulary."}
    )
    basis: tuple[Basis, ...] = field(
        default=("result", "view", "proposal"),
        metadata={"help": "Results of studies, views, proposals: all of them, or what is wanted."},
    )


@dataclass(frozen=True, slots=True)
class MechanismEvidence:
    """The findings about one mechanism, results first; of how many studies the results are."""

    mechanism: str
    findings: tuple[str, ...]
    results: int
    studies: int


@dataclass(frozen=True, slots=True)
class Mechanisms:
    """The mechanisms in the order of the vocabulary.

    `named` findings are about at least one of all mechanisms, `unnamed` about none.
    """

    mechanisms: tuple[MechanismEvidence, ...]
    named: int
    unnamed: int


def find(evidence: Sequence[Evidence], options: MechanismOptions, project: Project) -> Mechanisms:
    """The findings of each mechanism. Raises SynthesisError where none is named."""
    known = [term.id for term in project.vocabulary.mechanisms]
    for word in options.mechanism:
        if word not in known:
            raise UnknownWordError.among(
                "mechanism", word, known, "Those of references/vocabulary.yaml are"
            )
    named = [each for each in evidence if each.finding.mechanisms]
    if not named:
        raise SynthesisError(
            f"none of {findings(len(evidence))} names a mechanism\n"
            "    Write `mechanism: ...` in the record of a finding that is about one; they are "
            "listed in references/vocabulary.yaml."
        )
    wanted = [word for word in known if not options.mechanism or word in options.mechanism]
    return Mechanisms(
        tuple(_of(mechanism, named) for mechanism in wanted),
        len(named),
        len(evidence) - len(named),
    )


def _of(mechanism: str, named: Sequence[Evidence]) -> MechanismEvidence:
    about = [each for each in named if mechanism in each.finding.mechanisms]
    about.sort(key=lambda each: _ORDER.index(each.finding.basis))
    results = sum(each.finding.basis == "result" for each in about)
    ids = tuple(each.id for each in about)
    return MechanismEvidence(mechanism, ids, results, len(studies_of(about)))


def show(result: Mechanisms, _options: MechanismOptions, setting: Setting) -> tuple[Block, ...]:
    """How much there is, then a heading for each mechanism with its findings."""
    return (
        said(_summary(result), setting),
        *(block for each in result.mechanisms for block in _blocks(each, setting)),
    )


def _summary(result: Mechanisms) -> str:
    whole = result.named + result.unnamed
    names = "names" if result.named == 1 else "name"
    what = f"{findings(whole)}, views and proposals"
    first = f"{result.named} of {what} {names} a mechanism: a way in which something may work."
    if not result.unnamed:
        return first
    rest = "1 names none, and is" if result.unnamed == 1 else f"{result.unnamed} name none, and are"
    return f"{first} The other {rest} not told here."


def _blocks(each: MechanismEvidence, setting: Setting) -> Iterator[Block]:
    term = next(term for term in setting.project.vocabulary.mechanisms if term.id == each.mechanism)
    label = plain_words(term.label, setting.audience)
    yield Heading(3, "", (Text(label),), setting.place)
    about = plain_words(term.about or "", setting.audience)
    yield said(f"{about} {_weight(each)}".strip(), setting)
    if each.findings:
        evidence = [setting.project.evidence[id] for id in each.findings]
        yield told_list(evidence, setting)


def _weight(each: MechanismEvidence) -> str:
    """How many studies looked at it, and what else is said of it."""
    other = len(each.findings) - each.results
    parts = [
        f"{findings(each.results)} of {studies(each.studies)}" if each.results else "",
        ("1 view or proposal" if other == 1 else f"{other} views or proposals") if other else "",
    ]
    counts = listed([part for part in parts if part])
    if not each.findings:
        return "Nothing here is about it: no study and no view."
    return f"{counts}." if each.results else f"{counts}; no study here looked at it."


VIEW = View(options=MechanismOptions, find=find, show=show, positional=("mechanism",))
