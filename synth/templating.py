"""The one Jinja environment: sandboxed, strict, and unable to read outside its folders."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateSyntaxError
from jinja2.exceptions import SecurityError, TemplateError, TemplateNotFound, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from synth.problems import Place, Problem, error

MAX_OUTPUT = 5_000_000
"""A brief that renders to more characters than this is a runaway loop."""


class Sandbox(ImmutableSandboxedEnvironment):
    """A sandbox in which no value can be changed and nothing but the given names is reached."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may read an attribute: never one that starts with an underscore."""
        return not attr.startswith("_") and super().is_safe_attribute(obj, attr, value)


def environment(folders: Sequence[Path], *, autoescape: bool, **options: Any) -> Sandbox:
    """A sandboxed environment over some folders; an undefined name is an error."""
    return Sandbox(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        autoescape=autoescape,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=0,
        **options,
    )


def calling_line() -> int | None:
    """The line of the template that is calling, seen from a function that a template called."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - the documented way to the caller
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return int(template.get_corresponding_lineno(frame.f_lineno))
        frame = frame.f_back
    return None


def render_bounded(parts: Callable[[], Any]) -> str:
    """The text of a template's generator; raises OverflowError when it grows without end."""
    pieces: list[str] = []
    size = 0
    for piece in parts():
        pieces.append(piece)
        size += len(piece)
        if size > MAX_OUTPUT:
            raise OverflowError
    return "".join(pieces)


def template_problem(fault: Exception, name: str, file: str) -> Problem:
    """What went wrong in a template, at its line. `name` is the template's, `file` the reader's."""
    place = Place(file, _fault_line(fault, name), None)
    match fault:
        case TemplateSyntaxError():
            other = fault.name and fault.name != name
            where = Place(f"templates/{fault.name}" if other else file, fault.lineno)
            return error(
                "template-syntax", f"the template cannot be read: {fault.message}", where,
                "Look for a {{ or {% that is not closed, or a misspelt word between them.",
            )  # fmt: skip
        case TemplateNotFound():
            return error(
                "template-missing", f'no template is called "{fault.message}"', place,
                "Templates stand in templates/ of the project, or in the house style.",
            )  # fmt: skip
        case UndefinedError():
            return error("undefined-name", f"{fault.message}", place)
        case SecurityError():
            return error(
                "template-refused", f"the template may not do this: {fault.message}", place
            )
        case OverflowError():
            return error(
                "template-failed", f"the text grows beyond {MAX_OUTPUT:,} characters", place,
                "Look for a loop that repeats too often.",
            )  # fmt: skip
        case TemplateError():
            return error("template-failed", str(fault.message or fault), place)
        case _:
            return error("template-failed", f"{type(fault).__name__}: {fault}", place)


def _fault_line(fault: Exception, name: str) -> int | None:
    """The last line of the named template that the fault passed through."""
    trace: TracebackType | None = fault.__traceback__
    line: int | None = None
    while trace is not None:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if template is not None and template.name == name:
            line = int(template.get_corresponding_lineno(trace.tb_lineno))
        elif trace.tb_frame.f_code.co_filename == name or (
            template is None and trace.tb_frame.f_code.co_name == "top-level template code"
        ):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
