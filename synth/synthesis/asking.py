"""From what a writer asked for to the options of a view and the findings that it takes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Generic, Literal, get_args, get_origin, get_type_hints

from synth.document import Block
from synth.model import Evidence, FindingFilter, Project
from synth.problems import did_you_mean
from synth.selection import reason_against, under_own_keys
from synth.synthesis.view import Narrow, O, R, Setting, SynthesisError, UnknownWordError, View
from synth.wording import country_name

_SHOWN = 30
"""So many known words are named in a hint."""

_LONGEST = 60
"""So many characters of what was asked for are shown again."""

_MOST = 1_000
"""So many values of one option are taken."""

_BROKEN = re.compile("[\ud800-\udfff]")
"""Half of a character, which is no text."""

_TOO_LARGE = 10**15
"""No option wants a number of this size; beyond it a whole number is not told from the next."""

_WHERE: Mapping[str, str] = {
    "outcome": "The vocabulary's outcomes are",
    "exposure": "The vocabulary's exposures are",
    "design": "The vocabulary's designs are",
    "reference": "The works with a record are",
    "country": "The studies here are from these countries, by their codes",
}


@dataclass(frozen=True, slots=True)
class Seen(Generic[O, R]):
    """What a view found, with the options that it was asked for by."""

    view: View[O, R]
    options: O
    result: R

    def blocks(self, setting: Setting) -> tuple[Block, ...]:
        """The result as blocks."""
        return self.view.show(self.result, self.options, setting)


def look(
    view: View[O, R], evidence: Sequence[Evidence], options: O, project: Project
) -> Seen[O, R]:
    """What a view finds in some findings. Raises SynthesisError where it finds nothing."""
    left = narrowed(evidence, options, project)
    if not left and not view.whole:
        raise SynthesisError(_nothing_left(evidence, options, project))
    return Seen(view, options, view.find(left, options, project))


def options_of(
    shape: type[O], given: Mapping[str, object], positional: Sequence[object] = (),
    names: Sequence[str] = (),
) -> O:  # fmt: skip
    """The options as asked for by name, or by place where `names` says which those are.

    Raises UnknownWordError for a name that there is not, or a value that does not fit.
    """
    if len(positional) > len(names):
        raise UnknownWordError(
            f"this wants the names of its options, and {_said(positional[len(names)])} has none\n"
            f"    Write it as {next(iter(_names(shape)))}=..., for example."
        )
    asked = dict(zip(names, positional, strict=False)) | dict(given)
    hints = get_type_hints(shape)
    known = list(_names(shape))
    for name in asked:
        if name not in known:
            raise UnknownWordError(
                f"there is no option {_said(name)} here{did_you_mean(name[:_LONGEST], known)}\n"
                f"    Options are {', '.join(known)}."
            )
    fitting: dict[str, Any] = {name: _fit(name, asked[name], hints[name]) for name in asked}
    return shape(**fitting)


def narrowed(
    evidence: Sequence[Evidence], options: Narrow, project: Project
) -> tuple[Evidence, ...]:
    """The findings that the options take, each once, under the main report of its study.

    Raises UnknownWordError for a word that the project does not know.
    """
    _known_words(options, project)
    wanted = _filter(options, project)
    found: dict[tuple[int, str], Evidence] = {}
    for each in evidence:
        if _takes(each, options, wanted):
            key = (id(each.record), each.name)
            if key not in found or each.reference == each.record.references[0]:
                found[key] = each
    return tuple(found.values())


def _takes(each: Evidence, options: Narrow, wanted: FindingFilter) -> bool:
    people = (each.record.population or "").casefold()
    return (
        (not options.basis or each.finding.basis in options.basis)
        and (not options.population or any(w.casefold() in people for w in options.population))
        and reason_against(each, wanted) is None
    )


def _filter(options: Narrow, project: Project) -> FindingFilter:
    names = [each.name for each in fields(FindingFilter)]
    return under_own_keys(
        FindingFilter(**{name: getattr(options, name) for name in names}), project
    )


def _names(shape: type[Narrow]) -> Iterator[str]:
    """The names of the options, a view's own before those that narrow."""
    every = [each.name for each in fields(shape)]
    narrow = [each.name for each in fields(Narrow)]
    yield from (name for name in every if name not in narrow)
    yield from narrow


def _known_words(options: Narrow, project: Project) -> None:
    vocabulary = project.vocabulary
    known: Mapping[str, Sequence[str]] = {
        "outcome": [term.id for term in vocabulary.outcomes],
        "exposure": [term.id for term in vocabulary.exposures],
        "design": [term.id for term in vocabulary.designs],
        "reference": [*project.records, *project.aliases],
        "country": sorted({code for r in project.records.values() for code in r.countries}),
    }
    for name, words in known.items():
        for word in getattr(options, name):
            if word not in words:
                said = _with_names(words) if name == "country" else words
                raise UnknownWordError.among(name, word, said, _WHERE[name])


def _with_names(codes: Sequence[str]) -> list[str]:
    """Codes of countries with their names: `GB (UK)`."""
    return [f"{code} ({country_name(code, 'en-GB')})" for code in codes]


def _nothing_left(evidence: Sequence[Evidence], options: Narrow, project: Project) -> str:
    """That nothing is left, and which part of the filter leaves nothing by itself."""
    asked = [
        f"{each.name} {' or '.join(value)}"
        for each in fields(Narrow)
        if (value := getattr(options, each.name)) and value != each.default
    ]
    if not asked:
        return (
            f"there is no result of a study here, of {len(evidence)} findings\n"
            "    Add basis=... for views, proposals or counts."
        )
    empty = [
        part
        for part, name in zip(asked, _asked_names(options), strict=True)
        if not narrowed(evidence, Narrow(**{name: getattr(options, name)}), project)
    ]
    why = (
        f"None has {empty[0]}."
        if empty
        else "Each is found by itself, but no finding has them all."
    )
    return (
        f"no finding is left with {' and '.join(asked)}\n"
        f"    {why} `synth evidence list` shows what there is."
    )


def _asked_names(options: Narrow) -> list[str]:
    return [
        each.name
        for each in fields(Narrow)
        if getattr(options, each.name) and getattr(options, each.name) != each.default
    ]


def _fit(name: str, value: object, hint: Any) -> object:
    """A value as the option wants it: one word may stand for a list of one."""
    choices = get_args(hint)
    if get_origin(hint) is tuple:
        several = value if isinstance(value, list | tuple) else (value,)
        if len(several) > _MOST:
            raise UnknownWordError(f'"{name}" takes {_MOST:,} values at most, not {len(several):,}')
        return tuple(_fit(name, each, choices[0]) for each in several)
    if get_origin(hint) is Literal:
        if value not in choices:
            words = [str(each) for each in choices]
            near = did_you_mean(value[:_LONGEST], words) if isinstance(value, str) else ""
            raise UnknownWordError(
                f'{_said(value)} is no value of "{name}"{near}\n'
                f"    It may be {', '.join(words)}.{_several(name, value)}"
            )
        return value
    if choices and type(None) in choices:
        return None if value is None else _fit(name, value, choices[0])
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value) if abs(value) < _TOO_LARGE else math.inf
    if isinstance(value, int | float) and not abs(value) < _TOO_LARGE:
        raise UnknownWordError(f'"{name}" wants a number below {_TOO_LARGE:,}')
    if isinstance(value, str) and _BROKEN.search(value):
        raise UnknownWordError(f'"{name}" holds a character that no file can\n    Type it again.')
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        wanted = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
        hows = {str: f'{name}="..."', bool: f"{name}=true"}
        raise UnknownWordError(
            f'"{name}" wants {wanted.get(hint, "another value")}, not {_said(value)}\n'
            f"    Write {hows.get(hint, f'{name}=10')}, for example."
        )
    return value


def _several(name: str, value: object) -> str:
    """How to give several words, where one text holds them with commas between."""
    words = [word.strip() for word in value.split(",")] if isinstance(value, str) else []
    if not 2 <= len(words) <= _SHOWN or len(str(value)) > 10 * _LONGEST:
        return ""
    said = ", ".join(f'"{word}"' for word in words)
    return f" Several go in a list: {name}=[{said}]."


def _said(value: object) -> str:
    """A value as a message names it, in few words that are the same in each run."""
    match value:
        case str():
            return f'"{value[:_LONGEST]}{"..." if len(value) > _LONGEST else ""}"'
        case bool() | None:
            return str(value).lower()
        case float():
            return repr(value)
        case int():
            return f"{value:,}" if abs(value) < _TOO_LARGE else "a very large number"
        case list() | tuple():
            return "a list"
        case dict():
            return "a list of names with values"
        case _:
            return f"a value of another kind ({type(value).__name__})"
