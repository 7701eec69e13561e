"""From the files of a project to a `Project`: read, validate, link.

Each kind of file has its reader; whatever is wrong with one never hides the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from typing import TypeVar

from synth.bias import BiasTool
from synth.exchange.imported import Imported
from synth.exchange.libraries import is_library
from synth.flow import Flow
from synth.load.bias import link_bias, link_tool
from synth.load.bodies import link_body, under_own_keys
from synth.load.flow_file import read_flow
from synth.load.frameworks import each_scale, link_framework
from synth.load.frontmatter import read_brief
from synth.load.library_file import read_library
from synth.load.link import (
    link_audience,
    link_brief,
    link_record,
    link_series,
    link_vocabulary,
)
from synth.load.methods import said
from synth.load.notices import Notices, link_notices
from synth.load.settings import read_settings
from synth.load.shape import fit
from synth.load.signatures import link_signatures
from synth.load.text_file import read_bytes, read_text
from synth.load.yaml_file import YamlFile, read_yaml
from synth.model import (
    Audience,
    Body,
    Brief,
    Evidence,
    EvidenceRecord,
    Framework,
    Methods,
    NoticeList,
    Project,
    Reference,
    Series,
    Settings,
    Signature,
    SignOff,
    Source,
    Vocabulary,
)
from synth.problems import (
    Place,
    Problem,
    ProjectError,
    Severity,
    did_you_mean,
    error,
    in_order,
    warning,
)
from synth.severities import with_severities

T = TypeVar("T")

MAX_FILES = 20_000


def load(root: Path) -> Project:
    """The project in a folder, with everything that is wrong with it in `problems`.

    Raises ProjectError if the folder is no project.
    """
    root = root.resolve()
    for needed in ("references", "briefs"):
        if not (root / needed).is_dir():
            raise ProjectError(f"{root}: not a project: it has no folder {needed}/")
    reading = _Reading(root)
    frameworks = reading.frameworks()
    audiences = reading.audiences(frameworks)
    references = reading.references()
    aliases = reading.aliases(references)
    vocabulary = reading.vocabulary()
    bias_tools = reading.bias_tools()
    records, evidence = reading.records(references, aliases, vocabulary, frameworks, bias_tools)
    bodies = reading.bodies(references, aliases, vocabulary, evidence)
    series, briefs = reading.briefs(audiences)
    settings = reading.settings()
    return Project(
        root=root,
        template_folders=_layers(root, "templates"),
        references=references,
        aliases=aliases,
        notices=reading.notices(references),
        texts=reading.texts(references, aliases),
        signatures=reading.signatures(evidence, aliases),
        records=records,
        evidence=evidence,
        vocabulary=vocabulary,
        frameworks=frameworks,
        bodies=bodies,
        methods=reading.methods(),
        bias_tools=bias_tools,
        flows=reading.flows(),
        audiences=audiences,
        series=series,
        briefs=briefs,
        settings=settings,
        sources=tuple(sorted(reading.sources, key=lambda source: source.path)),
        problems=in_order(with_severities(reading.problems, settings.rules)),
    )


def house_folder(name: str) -> Path:
    """A folder of the house style: inside the installed package, else beside it in a checkout."""
    packaged = Path(str(resources.files("synth"))) / "house" / name
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / name


def _layers(root: Path, name: str) -> tuple[Path, ...]:
    """The folders of this name that exist: the project's own, then the house's."""
    folders = (root / name, house_folder(name))
    return tuple(dict.fromkeys(folder for folder in folders if folder.is_dir()))


@dataclass
class _Reading:
    """One run through the files; what is found on the way is kept."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)

    def name(self, path: Path) -> str:
        """How a file is spoken of: by its path below the project, or as the house's."""
        if path.is_relative_to(self.root):
            return path.relative_to(self.root).as_posix()
        folder = "templates" if "templates" in path.parts else "references"
        return f"synth:{path.as_posix()[path.as_posix().rindex(f'/{folder}/') + 1 :]}"

    def files(self, folder: Path, pattern: str) -> Iterator[Path]:
        """The files of a pattern, in order; one that leads out of the project is refused."""
        for number, path in enumerate(sorted(folder.glob(pattern))):
            if number >= MAX_FILES:
                raise ProjectError(f"{folder}: more than {MAX_FILES:,} files")
            if not _stays_inside(path, folder):
                self.problems.append(
                    error(
                        "outside-project",
                        "the file leads out of its folder",
                        Place(self.name(path)),
                    )
                )
            elif path.is_file():
                yield path

    def text(self, path: Path) -> str | None:
        text, source, problems = read_text(path, self.name(path))
        self.problems += problems
        if source is not None and path.is_relative_to(self.root):
            self.sources.append(source)
        return text

    def shaped(self, shape: type[T], path: Path) -> tuple[T | None, YamlFile]:
        text = self.text(path)
        name = self.name(path)
        if text is None:
            return None, YamlFile(name, None, {}, {})
        file, problems = read_yaml(text, name)
        self.problems += problems
        if problems:
            return None, file
        value, faults = fit(shape, file)
        self.problems += faults
        return value, file

    def settings(self) -> Settings:
        path = self.root / "synth.toml"
        text = self.text(path) if path.is_file() and _stays_inside(path, self.root) else None
        if text is None:
            return Settings()
        settings, problems = read_settings(text, path.name)
        self.problems += problems
        return settings

    def frameworks(self) -> Mapping[str, Framework]:
        found: dict[str, Framework] = {}
        for folder in reversed(_layers(self.root, "references/frameworks")):
            for path in self.files(folder, "*.yaml"):
                value, file = self.shaped(Framework, path)
                if value is not None:
                    self.problems += link_framework(value, file)
                    found |= each_scale(path.stem, value)
        return found

    def bodies(
        self,
        references: Mapping[str, Reference],
        aliases: Mapping[str, str],
        vocabulary: Vocabulary,
        evidence: Mapping[str, Evidence],
    ) -> Mapping[str, Body]:
        found: dict[str, Body] = {}
        for path in self.files(self.root / "references" / "bodies", "*.yaml"):
            value, file = self.shaped(Body, path)
            if value is not None:
                body = under_own_keys(value, aliases)
                self.problems += link_body(body, file, references, vocabulary, evidence)
                found[path.stem] = body
        return found

    def bias_tools(self) -> Mapping[str, BiasTool]:
        found: dict[str, BiasTool] = {}
        for folder in reversed(_layers(self.root, "references/risk-of-bias")):
            for path in self.files(folder, "*.yaml"):
                value, file = self.shaped(BiasTool, path)
                if value is not None:
                    self.problems += link_tool(value, file)
                    found[path.stem] = value
        return found

    def flows(self) -> Mapping[str, Flow]:
        found: dict[str, Flow] = {}
        folder = self.root / "references" / "flows"
        for path in [*self.files(folder, "*.yaml"), *self.files(folder, "*.csv")]:
            text = self.text(path)
            flow, problems = (None, []) if text is None else read_flow(text, self.name(path))
            self.problems += problems
            if flow is not None and found.setdefault(path.stem, flow) is not flow:
                said = f'another file already tells of the search "{path.stem}"'
                self.problems.append(error("duplicate-key", said, Place(self.name(path))))
        return found

    def methods(self) -> Methods:
        for path in self.files(self.root / "references", "synthesis.yaml"):
            value, file = self.shaped(Methods, path)
            if value is not None:
                methods, problems = said(value, file)
                self.problems += problems
                return methods
        return Methods()

    def audiences(self, frameworks: Mapping[str, Framework]) -> Mapping[str, Audience]:
        found: dict[str, Audience] = {}
        for folder in reversed(_layers(self.root, "templates")):
            for path in self.files(folder, "*/audience.yaml"):
                value, file = self.shaped(Audience, path)
                if value is not None:
                    found[path.parent.name] = value
                    self.problems += link_audience(
                        value, file, frameworks, _layers(self.root, "templates"), self.root
                    )
        return found

    def references(self) -> Mapping[str, Reference]:
        found: dict[str, Reference] = {}
        for path in self.files(self.root / "references", "*"):
            if is_library(path):
                for reference in self._library(path).references:
                    self._add_reference(found, reference)
        return found

    def _library(self, path: Path) -> Imported:
        """The entries of a library; a key that stands twice stops the briefs here."""
        data, source, problems = read_bytes(path, self.name(path))
        self.problems += problems
        if data is None or source is None:
            return Imported()
        self.sources.append(source)
        try:
            imported = read_library(data, source.path, source.sha256)
        except ProjectError as fault:
            message, _, hint = str(fault).partition("\n")
            self.problems.append(
                error("unreadable-file", message, Place(self.name(path)), hint.strip())
            )
            return Imported()
        self.problems += [
            replace(each, severity=Severity.ERROR) if each.rule == "duplicate-key" else each
            for each in (*imported.refused, *imported.problems)
        ]
        return imported

    def aliases(self, references: Mapping[str, Reference]) -> Mapping[str, str]:
        """The other keys of the works, where no work has them as its own."""
        return {
            alias: key
            for key, reference in references.items()
            for alias in reference.aliases
            if alias not in references
        }

    def _add_reference(self, found: dict[str, Reference], reference: Reference) -> None:
        first = found.setdefault(reference.key, reference)
        if first is not reference:
            self.problems.append(
                error(
                    "duplicate-key",
                    f'the key "{reference.key}" is taken by another library; this one is not used',
                    reference.place,
                    f"It stands first at {first.place}.",
                )
            )

    def notices(self, references: Mapping[str, Reference]) -> Notices:
        found: Notices = {}
        for path in self.files(self.root / "references", "retractions.yaml"):
            value, file = self.shaped(NoticeList, path)
            if value is not None:
                found, problems = link_notices(value, file, references)
                self.problems += problems
        return found

    def texts(
        self, references: Mapping[str, Reference], aliases: Mapping[str, str]
    ) -> Mapping[str, Path]:
        """Where the words of works are stored; they are read only when a passage is quoted."""
        found: dict[str, Path] = {}
        folder = self.root / "references" / "texts"
        for path in [*self.files(folder, "*.txt"), *self.files(folder, "*.md")]:
            key = aliases.get(path.stem, path.stem)
            if key in references:
                found.setdefault(key, path)
            elif path.name != "README.md":
                self.problems.append(
                    warning(
                        "unknown-reference",
                        f'no work has the key "{key}"{did_you_mean(key, references)}',
                        Place(self.name(path)),
                        "A stored text has the key of its work for a name: KEY.txt or KEY.md.",
                    )
                )
        return found

    def signatures(
        self, evidence: Mapping[str, Evidence], aliases: Mapping[str, str]
    ) -> Mapping[str, Signature]:
        found: Mapping[str, Signature] = {}
        for path in self.files(self.root / "references", "sign-off.yaml"):
            value, file = self.shaped(SignOff, path)
            if value is not None:
                found, problems = link_signatures(value, file, evidence, aliases)
                self.problems += problems
        return found

    def vocabulary(self) -> Vocabulary:
        path = self.root / "references" / "vocabulary.yaml"
        if not path.is_file() or not _stays_inside(path, self.root):
            self.problems.append(
                error(
                    "missing-file",
                    "the project has no vocabulary",
                    Place(self.name(path)),
                    "Add the file, with the lists outcomes, exposures and designs.",
                )
            )
            return Vocabulary()
        value, file = self.shaped(Vocabulary, path)
        if value is None:
            return Vocabulary()
        self.problems += link_vocabulary(value, file)
        return value

    def records(
        self,
        references: Mapping[str, Reference],
        aliases: Mapping[str, str],
        vocabulary: Vocabulary,
        frameworks: Mapping[str, Framework],
        bias_tools: Mapping[str, BiasTool],
    ) -> tuple[Mapping[str, EvidenceRecord], Mapping[str, Evidence]]:
        records: dict[str, EvidenceRecord] = {}
        evidence: dict[str, Evidence] = {}
        countries = _country_codes()
        for path in self.files(self.root / "references" / "records", "**/*.yaml"):
            record, file = self.shaped(EvidenceRecord, path)
            if record is None:
                continue
            record = _under_own_keys(record, aliases)
            self.problems += link_record(
                record, file, references, vocabulary, frameworks, countries
            )
            self.problems += link_bias(record.risk_of_bias, file, bias_tools)
            for key in record.references:
                if key in records:
                    self.problems.append(
                        error(
                            "duplicate-record",
                            f'another evidence record already describes "{key}"',
                            file.place(("reference",)),
                        )
                    )
                    continue
                records[key] = record
                for name, finding in record.findings.items():
                    place = file.key_place(("findings", name))
                    evidence[f"{key}#{name}"] = Evidence(key, name, finding, record, place)
        return records, evidence

    def briefs(
        self, audiences: Mapping[str, Audience]
    ) -> tuple[Mapping[str, Series], tuple[Brief, ...]]:
        folder = self.root / "briefs"
        series: dict[str, Series] = {}
        for path in self.files(folder, "*/series.yaml"):
            value, file = self.shaped(Series, path)
            if value is not None:
                series[path.parent.name] = value
                self.problems += link_series(value, file, path.parent)
        briefs = [
            brief
            for path in [*self.files(folder, "*.md"), *self.files(folder, "*/*.md")]
            if (brief := self._brief(path, folder)) is not None
        ]
        for brief in briefs:
            self.problems += link_brief(brief, audiences, self.root)
        return series, tuple(briefs)

    def _brief(self, path: Path, folder: Path) -> Brief | None:
        text = self.text(path)
        if text is None or path.name == "README.md":
            return None
        series = None if path.parent == folder else path.parent.name
        brief, problems = read_brief(text, self.name(path), path.stem, series)
        self.problems += problems
        return brief


def _under_own_keys(record: EvidenceRecord, aliases: Mapping[str, str]) -> EvidenceRecord:
    """The record with each work that it names by another of its keys under its own."""
    if not aliases:
        return record
    keys = tuple(aliases.get(key, key) for key in record.references)
    named = keys if isinstance(record.reference, tuple) else keys[0]
    return replace(record, reference=named, via=aliases.get(record.via or "", record.via))


def _stays_inside(path: Path, folder: Path) -> bool:
    """Whether a file, all links followed, lies below a folder; a circle of links lies nowhere."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return False


def _country_codes() -> frozenset[str]:
    """The alpha-2 codes of ISO 3166-1."""
    import pycountry  # slow to load, and only records need it

    return frozenset(country.alpha_2 for country in pycountry.countries)
