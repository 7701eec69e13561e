"""Citing any Markdown file, outside a project: the layer of citations used alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from os.path import realpath
from pathlib import Path

from synth.check import subject_of
from synth.check.ties import unknown_reference
from synth.cite import cite
from synth.compose import compose_plain
from synth.document import CitedDocument, Document
from synth.load import house_folder
from synth.load.frontmatter import read_metadata
from synth.load.library_file import read_library
from synth.load.text_file import read_bytes, read_text
from synth.load.yaml_file import YamlFile
from synth.model import Audience, Brief, FrontMatter, Project, Reference
from synth.problems import Problem, ProjectError, Severity, error, in_order, warning
from synth.today import today

READER = "reader"
DEFAULT_STYLE = "apa"


@dataclass(frozen=True)
class CitedFile:
    """A Markdown file with its citations printed: its HTML, and what is wrong with it."""

    html: str
    cited: CitedDocument
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Composed:
    """A Markdown file read, before it is cited: its document, and the project made for it."""

    document: Document
    project: Project
    title: str | None
    problems: tuple[Problem, ...]


def compose_file(
    path: Path,
    libraries: Sequence[Path] = (),
    style: str | None = None,
    locale: str | None = None,
) -> Composed:
    """The document of a Markdown file, with the works of its libraries.

    What is not given is taken from the file's metadata, as pandoc names it: `bibliography`,
    `csl`, `lang`, `nocite`. A key that no library holds is an error. Raises ProjectError for a
    file that cannot be read.
    """
    name = path.as_posix()
    text, _, problems = read_text(path, name)
    if text is None:
        raise ProjectError("\n".join(str(problem) for problem in problems))
    head, body_line, problems = read_metadata(text, name)
    told = _Metadata(head, path.parent)
    references: dict[str, Reference] = {}
    for library in [*libraries] or told.libraries():
        problems += _add(references, library)
    brief = Brief(
        name=path.stem,
        series=None,
        path=name,
        head=FrontMatter(
            title=told.text("title") or path.stem,
            audience=READER,
            style=_style(style, path.parent) or told.style() or DEFAULT_STYLE,
            locale=locale or told.text("lang") or "",
            nocite=told.nocite(),
        ),
        source=text,
        body_line=body_line,
        places={key: head.place((key,)) for key in ("nocite",)},
    )
    project = Project(
        root=path.parent.resolve(),
        template_folders=(house_folder("templates"),),
        references=references,
        aliases={alias: key for key, each in references.items() for alias in each.aliases},
        audiences={READER: Audience("Reader", READER, locale="")},
        briefs=(brief,),
    )
    document = compose_plain(project, brief, READER)
    problems += [
        *told.problems,
        *(replace(each, severity=Severity.WARNING) for each in document.problems),
        *unknown_reference(subject_of(document, project, today())),
    ]
    return Composed(document, project, told.text("title"), in_order(problems))


def cite_file(
    path: Path,
    libraries: Sequence[Path] = (),
    style: str | None = None,
    locale: str | None = None,
    *,
    standalone: bool = False,
) -> CitedFile:
    """The HTML of a Markdown file, each citation printed in a style, the references at its end.

    A key that no library holds stays visible. Raises as `compose_file` does, and ToolError if
    pandoc fails.
    """
    composed = compose_file(path, libraries, style, locale)
    document = composed.document
    cited = cite(document, composed.project, document.style, document.locale)
    html = _html(cited, composed.project, composed.title, standalone)
    return CitedFile(html, cited, composed.problems)


def _html(cited: CitedDocument, project: Project, title: str | None, standalone: bool) -> str:
    from synth.render.cited import cited_page

    return cited_page(cited, project, title, standalone=standalone)


def _style(style: str | None, folder: Path) -> str | None:
    """A style as the command line names it: a path may lead anywhere."""
    if style is None or not style.endswith(".csl"):
        return style
    for path in (Path(style), folder / style):
        if path.is_file():
            return str(path.resolve())
    raise ProjectError(f'no style file "{style}"')


def _add(found: dict[str, Reference], library: Path) -> Iterator[Problem]:
    """Adds the works of a library to those found, and tells what is wrong with it."""
    name = library.as_posix()
    data, source, problems = read_bytes(library, name)
    if data is None or source is None:
        raise ProjectError("\n".join(str(problem) for problem in problems))
    imported = read_library(data, name, source.sha256)
    yield from imported.refused
    yield from imported.problems
    for reference in imported.references:
        if found.setdefault(reference.key, reference) is not reference:
            first = found[reference.key].place
            yield warning(
                "duplicate-key",
                f'the key "{reference.key}" is taken by another library; this one is not used',
                reference.place,
                f"It stands first at {first}.",
            )


class _Metadata:
    """What a file's own metadata says of its citations; it may name files beside it only."""

    def __init__(self, head: YamlFile, folder: Path) -> None:
        self.head = head
        self.data: Mapping[str, object] = head.data
        self.folder = folder
        self.problems: list[Problem] = []

    def text(self, key: str) -> str | None:
        """The text of a key, None where there is none."""
        value = self.data.get(key)
        return value if isinstance(value, str) else None

    def nocite(self) -> str | tuple[str, ...]:
        """The works that are listed without being cited, as written."""
        value = self.data.get("nocite", ())
        return value if isinstance(value, str) else tuple(str(each) for each in _list(value))

    def libraries(self) -> list[Path]:
        """The files that `bibliography` names."""
        names = _list(self.data.get("bibliography", ()))
        return [path for name in names if (path := self._file(str(name), "bibliography"))]

    def style(self) -> str | None:
        """The file that `csl` names, or the name of a style."""
        named = self.text("csl")
        if named is None or not named.endswith(".csl"):
            return named
        path = self._file(named, "csl")
        return str(path) if path else None

    def _file(self, name: str, key: str) -> Path | None:
        with suppress(ValueError):  # a name that no file can have
            path = Path(realpath(self.folder / name))
            if path.is_relative_to(realpath(self.folder)) and path.is_file():
                return path
        self.problems.append(
            error(
                "missing-file",
                f'"{name}" is no file beside this one',
                self.head.place((key,)),
                "Name it on the command line: --bibliography FILE, --style FILE.",
            )
        )
        return None


def _list(value: object) -> list[object]:
    """A value that may be one or a list, as a list."""
    return list(value) if isinstance(value, list | tuple) else [value]
