"""What a brief's template may call: findings, numbers, ratings, the words of its audience."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from babel.numbers import format_decimal
from jinja2 import ChainableUndefined, Undefined

from synth.compose.changes import TellChanges, change_list
from synth.compose.stand_ins import Made, as_markdown, stand_in
from synth.document import Block
from synth.model import Audience, Brief, Evidence, Finding, Project
from synth.problems import Place, Problem, SynthError, did_you_mean, error
from synth.synthesis import VIEWS, Listed
from synth.synthesis.view import Setting
from synth.templating import Sandbox, calling_line
from synth.wording import country_name


class BriefNames:
    """The functions, values and filters of a brief, bound to one audience and selection."""

    WORDS: ClassVar[tuple[str, ...]] = (
        "audience", "brief", "changes", "country", "evidence", "finding", "findings", "rating",
        "word", *(listed.macro for listed in VIEWS),
    )  # fmt: skip

    def __init__(
        self,
        project: Project,
        brief: Brief,
        reader: Audience,
        audience: str,
        selection: Sequence[Evidence],
        tell_changes: TellChanges | None = None,
        *,
        views: bool = True,
    ) -> None:
        self.project = project
        self.brief = brief
        self.reader = reader
        self.audience = audience
        self.selection = selection
        self.tell_changes = tell_changes
        self.views = views
        self.made: dict[str, Made] = {}
        self.problems: list[Problem] = []

    def install(self, sandbox: Sandbox) -> None:
        """Gives a sandbox these names and nothing else."""
        sandbox.globals.clear()
        sandbox.globals.update(
            audience=self.reader,
            brief=self.brief.head,
            changes=self.changes,
            country=self.country,
            evidence=self.evidence,
            finding=self.finding,
            findings=self.selection,
            rating=self.rating,
            word=self.word,
            **{listed.macro: self.view(listed) for listed in VIEWS},
        )
        sandbox.filters["number"] = self.number

    def changes(self, since: str) -> str:
        """The place of a list of what changed in this brief since a revision."""
        if self.tell_changes is None:
            return ""
        place = Place(self.brief.path, calling_line())
        try:
            told = self.tell_changes(str(since))
        except SynthError as fault:
            self._refused("unknown-revision", fault)
            return ""
        return self._instead(change_list(told, place, self.locale), "changes", place)

    def view(self, listed: Listed) -> Callable[..., str]:
        """What a view of the evidence is called by: its options go in, its place comes out."""

        def call(*positional: object, **given: object) -> str:
            if not self.views:
                return ""
            from synth.synthesis.asking import look, options_of  # only where a brief asks for it
            from synth.synthesis.spoken import outcomes_of

            setting = Setting(
                self.project, self.reader, self.locale, Place(self.brief.path, calling_line())
            )
            view = listed.load()
            try:
                options = options_of(view.options, given, positional, view.positional)
                if view.spoken and not options.outcome:
                    there = {each.finding.outcome for each in self.selection}
                    spoken = outcomes_of(self.brief, self.project)
                    options = replace(options, outcome=tuple(o for o in spoken if o in there))
                seen = look(view, self.selection, options, self.project)
                return self._instead(seen.blocks(setting), listed.macro, setting.place)
            except SynthError as fault:
                self._refused("no-synthesis", fault)
                return ""

        call.__name__ = listed.macro
        return call

    def finding(self, id: str) -> Finding | Undefined:
        """The finding of an id such as `nawa2018#physical-abuse`."""
        evidence = self._known(id)
        return evidence.finding if evidence else ChainableUndefined(name=id)

    def rating(self, *ids: str) -> str:
        """The badge of how sure we are of some findings."""
        return self._span("rating", ids)

    def evidence(self, *ids: str) -> str:
        """The badge of some findings, with the number of studies and their countries."""
        return self._span("weight", ids)

    def word(self, term: str) -> str:
        """The audience's plain word for a term, or the term."""
        return self.reader.words.get(term, term)

    def country(self, code: str) -> str:
        """The name of a country by its ISO 3166 code."""
        return country_name(code, self.locale)

    def number(self, value: Any) -> str:
        """A number as the locale writes it: 107,000."""
        if isinstance(value, Undefined):
            return ""
        if value is None:
            self._report(
                "not-a-number", "the record does not know this number",
                "Where it is null nothing can be printed: say so in words.",
            )  # fmt: skip
            return ""
        if not isinstance(value, int | float):
            self._report("not-a-number", f'"{value}" is no number, so it cannot be printed as one')
            return ""
        return format_decimal(value, locale=self.locale.replace("-", "_"))

    @property
    def locale(self) -> str:
        """The language and country of the brief."""
        return self.brief.head.locale or self.reader.locale

    def _instead(self, blocks: tuple[Block, ...], name: str, place: Place) -> str:
        """The stand-in of some blocks."""
        character = stand_in(len(self.made))
        self.made[character] = Made(blocks, name, place)
        return as_markdown(character)

    def _refused(self, rule: str, fault: SynthError) -> None:
        message, _, hint = str(fault).partition("\n")
        self._report(rule, message, hint.strip() or None)

    def _span(self, kind: str, ids: tuple[str, ...]) -> str:
        known = [evidence.id for id in ids if (evidence := self._known(id))]
        return f'[]{{.{kind} findings="{" ".join(known)}"}}'

    def _known(self, id: str) -> Evidence | None:
        evidence = self.project.evidence.get(self.project.own_id(id))
        if evidence is None:
            self._report(
                "unknown-finding",
                f'no finding is called "{id}"{did_you_mean(id, self.project.evidence)}',
                "Findings are written `reference#finding`; `synth evidence list` shows them.",
            )
        return evidence

    def _report(self, rule: str, message: str, hint: str | None = None) -> None:
        place = Place(self.brief.path, calling_line())
        self.problems.append(error(rule, message, place, hint))
