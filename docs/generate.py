"""Writes docs/reference/ and the index of docs/rules/ from the code and the pages of rules.

python docs/generate.py            writes the pages
python docs/generate.py --check    exits with 1 if a page is out of date
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import Field, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import click

from synth import model
from synth.bias import BiasTool
from synth.cli import cli
from synth.cli.schema import KINDS
from synth.exchange import FORMATS, Format
from synth.exchange.libraries import is_library
from synth.flow import Flow
from synth.load.shape import schema
from synth.problems import Severity
from synth.rules import NEEDED, RULES, UNWAIVABLE
from synth.synthesis import VIEWS, Listed
from synth.synthesis.view import Narrow

DOCS = Path(__file__).parent

SHAPES: Mapping[str, tuple[type, str]] = {
    "record": (model.EvidenceRecord, "references/records/<name>.yaml"),
    "brief": (model.FrontMatter, "briefs/<series>/<brief>.md"),
    "audience": (model.Audience, "templates/<audience>/audience.yaml"),
    "series": (model.Series, "briefs/<series>/series.yaml"),
    "vocabulary": (model.Vocabulary, "references/vocabulary.yaml"),
    "framework": (model.Framework, "references/frameworks/<name>.yaml"),
    "bias-tool": (BiasTool, "references/risk-of-bias/<name>.yaml"),
    "flow": (Flow, "references/flows/<name>.yaml"),
    "body": (model.Body, "references/bodies/<name>.yaml"),
    "synthesis": (model.Methods, "references/synthesis.yaml"),
    "retractions": (model.NoticeList, "references/retractions.yaml"),
    "settings": (model.Settings, "synth.toml"),
}
"""The shape and the place of each kind of file that `synth schema` knows."""

THEMES: Mapping[str, tuple[str, str]] = {
    "Ties": (
        "Does each claim lead to the finding that it rests on?",
        "unknown-reference unknown-finding finding-of-other-study topic-mismatch untied-claim "
        "missing-locator uncited-claim no-claims outside-selection uncited-reference "
        "same-work-twice",
    ),
    "Sources": (
        "Was the source read, does it still stand, and does it say what is quoted?",
        "secondhand-unmarked retracted-reference quote-not-found",
    ),
    "Numbers": (
        "Is each number the one that the finding holds, in the same unit, and new enough?",
        "number-mismatch unit-mismatch stale-statistic prisma-imbalance",
    ),
    "Strength": (
        "Is it said as the study found it: which way, how surely, of whom, where, and how?",
        "causal-wording certainty-wording direction-mismatch overgeneral design-mismatch "
        "setting-mismatch",
    ),
    "Balance": (
        "Is what speaks against it told too, and what limits it?",
        "contrary-evidence single-study setting-unsaid limits-dropped",
    ),
    "Variants": (
        "Are all audiences told the same?",
        "variant-number variant-direction variant-certainty",
    ),
    "Plain words": (
        "Can its readers follow it?",
        "long-sentence reading-age unexplained-acronym jargon vague-link",
    ),
    "Review": ("Is the finding as it was when it was signed off?", "changed-since-review"),
    "Waivers": ("Is each exception named, with a reason, and still needed?",
                "bad-waiver unused-waiver"),
}  # fmt: skip
"""What the pages of docs/rules/ are about: of each theme its question and its rules."""

Schema = Mapping[str, Any]


def commands() -> str:
    """Every command with its arguments and options."""
    pages = "\n\n".join(_command(cli, "synth"))
    return f"""# Commands

`synth COMMAND --help` prints the same.

{pages}

## Exit status

| status | means |
|---|---|
| 0 | It worked, and no error was found. |
| 1 | An error was found in the project or in the file. |
| 2 | It could not be done: no such project, file, option or name. |
"""


def _command(command: click.Command, path: str) -> Iterator[str]:
    if isinstance(command, click.Group):
        if path != "synth":
            yield f"## `{path}`\n\n{command.help}"
        for name in command.list_commands(click.Context(command)):
            inner = command.get_command(click.Context(command), name)
            if inner is not None:
                yield from _command(inner, f"{path} {name}")
        return
    arguments = [_argument(each) for each in command.params if isinstance(each, click.Argument)]
    yield f"## `{' '.join([path, *arguments])}`"
    yield from _paragraphs(str(command.help))
    options = [each for each in command.params if isinstance(each, click.Option)]
    if options:
        rows = "\n".join(f"| {_option(each)} | {each.help or ''} |" for each in options)
        yield f"| option | |\n|---|---|\n{rows}"


def _argument(argument: click.Argument) -> str:
    """`FILE`, `FILES...` for one or more, `[KEYS...]` for any number."""
    name = argument.metavar or str(argument.name).upper()
    if argument.nargs != -1:
        return name
    return f"{name}..." if argument.required else f"[{name}...]"


def _paragraphs(text: str) -> Iterator[str]:
    """A help text on one line, but what click prints line by line as a block."""
    words: list[str] = []
    for part in text.split("\n\n"):
        if not part.startswith("\b\n"):
            words += part.split()
            continue
        yield " ".join(words)
        words = []
        yield f"```text\n{part[1:].strip()}\n```"
    if words:
        yield " ".join(words)


def _option(option: click.Option) -> str:
    """`--out PATH` with what it may be and what it is if left out."""
    value = ""
    if isinstance(option.type, click.Choice):
        value = " " + "\\|".join(str(choice) for choice in option.type.choices)
    elif not option.is_flag:
        value = f" {option.metavar or str(option.name).upper().rstrip('S')}"
    default = f", else `{option.default}`" if option.show_default and option.default else ""
    return f"`{option.opts[0]}{value}`{default}"


def rules() -> str:
    """Every rule, and what it asks for."""
    rows = "\n".join(
        f"| {_linked(name, '../rules/')} | {asks} | {_severity(name)} |"
        for name, asks in RULES.items()
    )
    return f"""# Rules

A message names its rule in square brackets. `synth check --select RULE` shows one rule alone,
`--ignore RULE` leaves one out. [Mending problems](../guides/mending-problems.md) explains the
commonest. The rules about claims and wording have [pages of their own](../rules/README.md), with a
bad and a good example.

The last column says how severe a problem is where `synth.toml` does not say otherwise, as far as
the rule's page says it. *Info* is a remark; *always* means that it cannot be changed.

| rule | what it asks for | severity |
|---|---|---|
{rows}
"""


def _linked(rule: str, folder: str) -> str:
    """The name of a rule, as a link where it has a page."""
    return f"[`{rule}`]({folder}{rule}.md)" if _page(rule) is not None else f"`{rule}`"


def _page(rule: str) -> str | None:
    return _read(DOCS / "rules" / f"{rule}.md")


def _severity(rule: str) -> str:
    """The severities that a rule's page gives to it, the worst first; empty where none is said.

    A page says it above its examples, or where it says how to change it.
    """
    if rule in NEEDED | UNWAIVABLE:
        return "error, always"
    parts = re.split(r"^## (?=Bad|Changing it)", _page(rule) or "", flags=re.MULTILINE)
    prose = parts[0] + parts[-1] if len(parts) > 2 else parts[0]
    said = re.findall(
        r"\b(?:an? (error|warning|remark)\b|(?:are|others) (error|warning|remark)s\b)", prose, re.I
    )
    words = {"".join(pair).lower() for pair in said}
    names = {"error": Severity.ERROR, "warning": Severity.WARNING, "remark": Severity.INFO}
    return ", ".join(str(each) for word, each in names.items() if word in words)


def themes() -> str:
    """The rules that have a page, by what they are about."""
    named = [name for _, rules in THEMES.values() for name in rules.split()]
    pages = {path.stem for path in (DOCS / "rules").glob("*.md")} - {"README"}
    if sorted(named) != sorted(pages):
        wrong = sorted(pages.symmetric_difference(named)) or "a rule that stands twice"
        raise SystemExit(f"THEMES of docs/generate.py and the pages of docs/rules/ differ: {wrong}")
    rows = "\n".join(
        f"| **{theme}** | {asks} | {', '.join(_linked(name, '') for name in rules.split())} |"
        for theme, (asks, rules) in THEMES.items()
    )
    return f"""# Rules about claims and wording, by theme

What `synth check` looks for in a brief. Each page says why, gives a bad and a good example, and
says what the rule misses.

| theme | the question | rules |
|---|---|---|
{rows}

Where a rule is wrong about your sentence, [waive it there](bad-waiver.md), with a reason. Where a
project wants a rule stricter or milder, its `synth.toml` says so:
[how severe a rule is](../guides/mending-problems.md#how-severe-a-rule-is).
[All rules](../reference/rules.md), those about files and libraries too, stand in one table with
their severities.
"""


def schemas() -> str:
    """The keys of every file, as tables."""
    parts = "\n\n".join(part for kind in KINDS for part in _file(kind))
    return f"""# Files and their keys

`synth schema KIND` prints the same as JSON Schema, which many editors use to complete and check a
file as you type. A key that is not required may be left out; `null` says that it is not known.

{parts}
"""


def _file(kind: str) -> Iterator[str]:
    shape, path = SHAPES[kind]
    whole = schema(shape)
    yield f"## {kind.capitalize()}: `{path}`"
    yield from _table(whole, kind)
    for name, part in whole.get("$defs", {}).items():
        yield f"### {_words(name)} ({kind})"
        yield from _table(part, kind)


def _table(shape: Schema, kind: str) -> Iterator[str]:
    """What the shape is, and its keys; the meanings only where the code gives some."""
    shape = shape["anyOf"][0] if "anyOf" in shape else shape  # or text alone
    about = str(shape.get("description", "")).replace("None", "`null`").replace("tuple", "list")
    yield about.partition("\n\n")[0]
    keys = shape["properties"]
    meanings = {key: _meaning(key, about) for key in keys}
    head = ["key", "kind", "required", "meaning"][: 4 if any(meanings.values()) else 3]
    rows = [head, ["---"] * len(head)]
    for key, node in keys.items():
        required = "yes" if key in shape.get("required", ()) else ""
        cells = [f"`{key}`", f"{_kind(node, kind)}{_default(node)}", required, meanings[key]]
        rows.append(cells[: len(head)])
    yield "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def _default(node: Schema) -> str:
    default = node.get("default")
    shown = "false" if default is False else default
    return f"; `{shown}` if left out" if isinstance(shown, str) else ""


def _meaning(key: str, about: str) -> str:
    """What a docstring says of a key: the words from its name to the end of the sentence."""
    name = key.replace("-", "_")
    found = re.search(rf"`{name}` (?:is |gives )?(.+?)(?:\.(?:\s|$)|$)", about, re.S)
    words = " ".join(found[1].split()) if found else ""
    return f"{words[0].upper()}{words[1:]}." if words else ""


def _kind(node: Schema, kind: str) -> str:
    """A schema in words: `text`, `list of text`, `one of a, b`."""
    if "$ref" in node:
        name = _words(str(node["$ref"]).rpartition("/")[2])
        return f"[{name.lower()}](#{name.lower().replace(' ', '-')}-{kind})"
    if "anyOf" in node:
        several = dict.fromkeys(_kind(each, kind) for each in node["anyOf"])
        if "a whole number" in several and "a number" in several:
            del several["a whole number"]
        return " or ".join(several)
    if "enum" in node:
        return "one of " + ", ".join(f"`{each}`" for each in node["enum"])
    match node.get("type"):
        case "array":
            return f"list of {_kind(node['items'], kind)}"
        case "object":
            return f"names, each with {_kind(node['additionalProperties'], kind)}"
        case "string":
            return "text"
        case "integer":
            return "a whole number"
        case "number":
            return "a number"
        case "boolean":
            return "`true` or `false`"
        case other:
            return f"`{other}`"


def _words(name: str) -> str:
    """`FindingFilter` as `Finding filter`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()


def formats() -> str:
    """The formats of references, and what each can be used for."""
    head = "| format | name | files | import | export | library |\n|---|---|---|---|---|---|"
    rows = "\n".join(
        f"| {format.label} | `{name}` | {' '.join(f'`{each}`' for each in format.suffixes)} "
        f"| {_yes(format.reader)} | {_yes(format.writer)} | {_yes(_for_library(format))} |"
        for name, format in FORMATS.items()
    )
    return f"""# Formats of references

`synth refs import` reads them, and tells them by what a file holds; `--format NAME` says it.
`synth refs export --format NAME` writes them. A file of some may stand in `references/` as a
library, under the suffixes here other than `.txt`. [Importing](../guides/import/README.md) has a
page for each program.

{head}
{rows}
"""


def _for_library(format: Format) -> bool:
    """Whether a file of a format may stand in `references/`."""
    return any(is_library(Path(f"library{suffix}")) for suffix in format.suffixes)


def _yes(value: object) -> str:
    return "yes" if value else ""


def views() -> str:
    """The views of the evidence, and what each can be asked for."""
    parts = "\n\n".join(part for listed in VIEWS for part in _view(listed))
    narrowing = "\n".join(_view_options(Narrow, fields(Narrow)))
    return f"""# Views of the evidence

What a brief can call between two braces, and what `synth evidence` writes alone. In a brief an
option that takes several words takes a list: `outcome=["physical-abuse", "child-maltreatment"]`;
on the command line it is said once for each. In a brief a view sees the findings that the
[brief may draw on](schemas.md); on the command line it sees all of them.

## What every view can be narrowed by

{narrowing}

{parts}
"""


def _view(listed: Listed) -> Iterator[str]:
    view = listed.load()
    yield f"## `{listed.macro}`"
    yield listed.about
    yield (
        f"In a brief: `{{{{ {listed.macro}(...) }}}}`. On the command line: "
        f"[`synth evidence {listed.command}`](commands.md)."
    )
    narrowing = {each.name for each in fields(Narrow)}
    own = [each for each in fields(view.options) if each.name not in narrowing]
    if own:
        yield "\n".join(_view_options(view.options, own))
    if view.positional:
        named = " and ".join(f"`{name}`" for name in view.positional)
        yield f"In a brief {named} may be given without the name."


def _view_options(shape: type, every: Sequence[Field[Any]]) -> Iterator[str]:
    """Some options of a view as a table."""
    yield "| option | kind | if left out | |\n|---|---|---|---|"
    hints = get_type_hints(shape)
    for each in every:
        default = each.default
        shown = ", ".join(map(str, default)) if isinstance(default, tuple) else default
        words = "" if shown in ("", None, False) else f"`{shown}`"
        about = str(each.metadata.get("help", ""))
        yield f"| `{each.name}` | {_option_kind(hints[each.name])} | {words} | {about} |"


def _option_kind(hint: Any) -> str:
    """The type of an option in words."""
    choices = get_args(hint)
    if get_origin(hint) is tuple:
        return f"one or several: {_option_kind(choices[0])}"
    if get_origin(hint) is Literal:
        return ", ".join(f"`{choice}`" for choice in choices)
    if type(None) in choices:
        return _option_kind(choices[0])
    names = {str: "text", bool: "`true` or `false`", int: "a whole number", float: "a number"}
    return names[hint]


PAGES = {
    "reference/commands.md": commands,
    "reference/rules.md": rules,
    "reference/schemas.md": schemas,
    "reference/formats.md": formats,
    "reference/views.md": views,
    "rules/README.md": themes,
}


def stale() -> list[str]:
    """The pages that differ from what the code says."""
    return [name for name, text in _texts().items() if _read(DOCS / name) != text]


def _texts() -> dict[str, str]:
    note = "<!-- Made by docs/generate.py from the code: change the code, then run `make docs`. -->"
    return {name: f"{note}\n\n{make()}" for name, make in PAGES.items()}


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def main(arguments: Sequence[str]) -> int:
    """Writes the pages, or with `--check` only says which are out of date."""
    if "--check" in arguments:
        for name in (out_of_date := stale()):
            print(f"docs/{name} is out of date: run `make docs`", file=sys.stderr)
        return 1 if out_of_date else 0
    for name, text in _texts().items():
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
