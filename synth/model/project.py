"""A project as a whole: everything that was loaded, with what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from synth.bias import BiasTool
from synth.flow import Flow
from synth.model.bodies import Body, Methods
from synth.model.briefs import Audience, Brief, Series
from synth.model.evidence import Evidence, EvidenceRecord
from synth.model.library import Notice, Reference, Signature
from synth.model.vocabulary import Framework, Vocabulary
from synth.problems import Problem

RuleSeverity = Literal["error", "warning", "info", "off"]


@dataclass(frozen=True, slots=True)
class Settings:
    """The project's own settings, the file `synth.toml`: how severe it takes each rule to be."""

    rules: Mapping[str, RuleSeverity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that the project was read from, and the fingerprint of its bytes."""

    path: str
    sha256: str


@dataclass(frozen=True, eq=False)
class Project:
    """Everything that was loaded, with what is wrong with it. It never changes; one is equal to
    itself alone.

    `aliases` leads from each other key of a work to the key that it has in `references`. `texts`
    are the files in which the words of works are stored, by the works' keys.
    """

    root: Path
    template_folders: tuple[Path, ...]
    references: Mapping[str, Reference] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    notices: Mapping[str, tuple[Notice, ...]] = field(default_factory=dict)
    texts: Mapping[str, Path] = field(default_factory=dict)
    signatures: Mapping[str, Signature] = field(default_factory=dict)
    records: Mapping[str, EvidenceRecord] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    frameworks: Mapping[str, Framework] = field(default_factory=dict)
    bias_tools: Mapping[str, BiasTool] = field(default_factory=dict)
    flows: Mapping[str, Flow] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)
    methods: Methods = field(default_factory=Methods)
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    series: Mapping[str, Series] = field(default_factory=dict)
    briefs: tuple[Brief, ...] = ()
    settings: Settings = Settings()
    sources: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()

    def own_id(self, id: str) -> str:
        """The id of a work or a finding under the work's own key, where an alias was used."""
        if id in self.aliases:
            return self.aliases[id]
        reference, mark, finding = id.rpartition("#")
        return f"{self.aliases.get(reference, reference)}{mark}{finding}"

    def record_of(self, reference: str) -> EvidenceRecord | None:
        """The evidence record that counts this reference among its reports, or None."""
        return self.records.get(reference)

    def findings_of(self, reference: str) -> Iterator[Evidence]:
        """Each finding of the study that this reference reports."""
        return (each for each in self.evidence.values() if each.reference == reference)

    def brief(self, id: str) -> Brief | None:
        """The brief with this id, or None."""
        return next((brief for brief in self.briefs if brief.id == id), None)
