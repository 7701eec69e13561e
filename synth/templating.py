"""The one Jinja environment: sandboxed, strict, bounded, and blind to all but its folders."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import current_thread, main_thread
from types import FrameType, TracebackType
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateSyntaxError, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import (
    SecurityError,
    TemplateError,
    TemplateNotFound,
    TemplateRuntimeError,
    UndefinedError,
)
from jinja2.runtime import Context, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

from synth.problems import Place, Problem, error

MAX_OUTPUT = 5_000_000
"""A brief that renders to more characters than this is a runaway loop."""

MAX_SECONDS = 20
"""A template that runs longer than this would never end."""

_GROWING_METHODS = frozenset(
    "center expandtabs format format_map join ljust replace rjust translate zfill".split()  # noqa: SIM905
)
_GROWING_FILTERS = ("batch", "center", "format", "indent", "pprint", "slice", "xmlattr")


class _Code(CodeGenerator):
    """Compiles `a ~ b` into a call that knows how long a text may grow."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - its name
        """Writes the joining of some texts."""
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


_COMMENTS = {"comment_start_string": "{##", "comment_end_string": "##}"}
"""Jinja's own mark, a brace and a hash, is how Markdown begins a label: `{#tbl-options}`."""


class Sandbox(ImmutableSandboxedEnvironment):
    """A sandbox: no value changes, none grows without end, and only given names exist."""

    intercepted_binops = frozenset({"*", "**", "%"})
    code_generator_class = _Code
    root: Path | None = None
    folders: Sequence[Path] = ()

    def spoken(self, filename: str | None) -> str | None:
        """How the file of a template is spoken of; None for one that is not of these folders."""
        path = Path(filename or "")
        for folder in self.folders:
            if path.is_relative_to(folder):
                inside = self.root is not None and path.is_relative_to(self.root)
                shown = path.relative_to(self.root if inside and self.root else folder.parent)
                return shown.as_posix() if inside else f"synth:{shown.as_posix()}"
        return None

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may read an attribute: none with an underscore in front."""
        if attr.startswith("_") or (isinstance(obj, str) and attr in _GROWING_METHODS):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on numbers; a text or a list is not multiplied or formatted."""
        if not all(isinstance(side, int | float) for side in (left, right)):
            raise SecurityError(f"{operator} is for numbers")
        if operator == "**" and (abs(right) > 64 or abs(left) > 10**6):
            raise OverflowError
        return super().call_binop(context, operator, left, right)

    def joined(self, parts: Sequence[Any]) -> str:
        """The parts as one text."""
        if sum(len(part) for part in parts if isinstance(part, str)) > MAX_OUTPUT:
            raise OverflowError
        return markup_join(parts)


def _replaced(text: str, old: str, new: str, count: int | None = None) -> str:
    """Jinja's `replace`, within bounds."""
    if text.count(old) * len(new) > MAX_OUTPUT:
        raise OverflowError
    return text.replace(old, new, -1 if count is None else count)


def _printable(value: Any) -> Any:
    """What is printed between two braces; a function that was not called is a slip."""
    if callable(value) and not isinstance(value, Undefined):
        name = getattr(value, "__name__", "it")
        raise TemplateRuntimeError(
            f"“{name}” is a name without its brackets\nWrite {name}() instead."
        )
    return value


def environment(
    folders: Sequence[Path], root: Path, *, autoescape: bool, **options: Any
) -> Sandbox:
    """A sandboxed environment over some folders; an undefined name is an error.

    Files are spoken of by their path below `root`, the project's folder.
    """
    sandbox = Sandbox(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        autoescape=autoescape,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=0,
        finalize=_printable,
        **_COMMENTS,
        **options,
    )
    sandbox.root, sandbox.folders = root, tuple(folders)
    for name in _GROWING_FILTERS:
        del sandbox.filters[name]
    sandbox.filters["replace"] = _replaced
    return sandbox


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
    """The text of a template's generator.

    Raises OverflowError when it grows, and TimeoutError when it runs, without end.
    """
    pieces: list[str] = []
    size = 0
    running = parts()
    with _time_limit():
        for piece in running:
            pieces.append(piece)
            size += len(piece)
            if size > MAX_OUTPUT:
                raise OverflowError(_line_of(running))
    return "".join(pieces)


def _line_of(running: Any) -> int | None:
    """The template's line at which its generator stands."""
    while getattr(running, "gi_yieldfrom", None) is not None:
        running = running.gi_yieldfrom
    frame = getattr(running, "gi_frame", None)
    template = frame.f_globals.get("__jinja_template__") if frame else None
    if frame is None or template is None:
        return None
    return int(template.get_corresponding_lineno(frame.f_lineno))


@contextmanager
def _time_limit() -> Iterator[None]:
    """Raises TimeoutError after MAX_SECONDS, where the system has timers and this is its thread."""
    usable = hasattr(signal, "SIGALRM") and current_thread() is main_thread()
    if not usable or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, MAX_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


_CURLY = "“”‘’"


def template_problem(fault: Exception, sandbox: Sandbox, file: str) -> Problem:
    """What went wrong in a template, at its line; `file` is the one that was being rendered."""
    place = _fault_place(fault, sandbox, file)
    match fault:
        case TemplateSyntaxError():
            where = Place(sandbox.spoken(fault.filename) or file, fault.lineno)
            if any(mark in (fault.message or "") for mark in _CURLY):
                return error(
                    "template-syntax",
                    "a curly quotation mark stands between two braces",
                    where,
                    'Type straight ones: outcome="physical-abuse". Word processors curl them.',
                )
            return error(
                "template-syntax", f"the template cannot be read: {fault.message}", where,
                "Look for a {{ or {% that is not closed, or a misspelt word between them. Names of "
                "options have underscores: all_terms=true.",
            )  # fmt: skip
        case TemplateNotFound():
            return error(
                "template-missing", f'no template is called "{fault.name}"', place,
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
        case TimeoutError():
            return error(
                "template-failed", f"the template still runs after {MAX_SECONDS} seconds", place,
                "Look for loops inside loops.",
            )  # fmt: skip
        case RecursionError():
            return error("template-failed", "the template calls itself without end", place)
        case TemplateError():
            what, _, hint = str(fault.message or fault).partition("\n")
            return error("template-failed", what, place, hint or None)
        case _:
            return error("template-failed", f"{type(fault).__name__}: {fault}", place)


def _fault_place(fault: Exception, sandbox: Sandbox, file: str) -> Place:
    """The innermost line of a template that the fault passed through.

    Jinja puts frames of its own making into the traceback, with the template's file and line.
    """
    place = Place(file, fault.args[0] if isinstance(fault, OverflowError) and fault.args else None)
    trace: TracebackType | None = fault.__traceback__
    while trace is not None:
        inside = trace.tb_frame.f_globals
        if "__jinja_exception__" in inside:
            name = sandbox.spoken(trace.tb_frame.f_code.co_filename) or file
            place = Place(name, trace.tb_lineno)
        elif (template := inside.get("__jinja_template__")) is not None:
            line = int(template.get_corresponding_lineno(trace.tb_lineno))
            place = Place(sandbox.spoken(template.filename) or file, line)
        trace = trace.tb_next
    return place
