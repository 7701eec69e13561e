"""Titles in sentence case, as pandoc's citeproc makes them when it reads BibTeX.

BibTeX wants titles in title case, and CSL in sentence case. A word that is only capitalised
becomes lower case, unless it begins the title or a sentence of it, or stands in braces
(BibLaTeX manual 3.18, section 2.3.9; CSL 1.0.2, "Sentence case conversion").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from synth.exchange.bibtex.latex import Piece

_CHUNK = re.compile(r"[A-Za-z0-9]+|[^\W_\x00-\x7f]+|\s+|.", re.DOTALL)
_BREAK = re.compile(r"[\s/\u2013\u2014-]")
_LOWER_WORD = re.compile(r"(?:^|[^\w]|_)([^\W\d_])")
_KEPT = ("group", "accent", "sup", "sub", "sc", "math", "code")
"""What keeps its case."""

_START, _NEW_SENTENCE, _WORD_END, _IN_WORD, _SENTENCE_END, _OTHER, _LAST = range(7)


def sentence_case(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a title with the words in lower case that have capitals for style alone."""
    state, inside = _START, ""
    kept: list[str] = []
    result: list[Piece] = []
    last = len(pieces) - 1
    for index, piece in enumerate(pieces):
        what, value = piece
        if what == "text" and not kept:
            value, state = _last(value, state, index) if index == last else _chunks(value, state)
            result.append(Piece("text", value))
            continue
        if what == "text":
            inside += value if kept[-1] != "math" else ""
        elif len(value) == 2 and value[0] == "q":
            pass
        elif what == "open" and (kept or value in _KEPT):
            kept.append(value)
        elif what == "close" and kept:
            kept.pop()
            if not kept:
                state, inside = _after(inside.rstrip(), state), ""
        result.append(piece)
    return result


def sentence_case_of(text: str) -> str:
    """A plain text in sentence case."""
    return _last(text, _START, 0)[0]


def guards_case(text: str) -> bool:
    """Whether braces round a text are worth keeping: some word in it begins in lower case."""
    return any(match[1].islower() for match in _LOWER_WORD.finditer(text))


def _last(text: str, state: int, before: int) -> tuple[str, int]:
    """The last text of a title in sentence case, and the state that it leaves. The last word is
    never capitalised as the first of a sentence, which is how citeproc has it.
    """
    cut = max(text.rfind(" "), text.rfind("\n")) + 1
    final = text[cut:] if cut or before else ""
    if not final or _BREAK.search(final):
        return _chunks(text, state)
    start, state = _chunks(text[: len(text) - len(final)], state)
    if state in (_WORD_END, _NEW_SENTENCE, _START):
        state = _LAST
    end, state = _chunks(final, state)
    return start + end, state


def _chunks(text: str, state: int) -> tuple[str, int]:
    result = []
    for chunk in _CHUNK.findall(text):
        if chunk == " ":
            result.append(chunk)
            state = _NEW_SENTENCE if state == _SENTENCE_END else _WORD_END
        elif chunk.isalnum():
            result.append(_word(chunk, state))
            state = _IN_WORD
        else:
            result.append(chunk)
            state = _after(chunk, state)
    return "".join(result), state


def _word(word: str, state: int) -> str:
    first, rest = word[0], word[1:]
    small = rest.islower() and rest.isalpha() if rest else True
    if state in (_START, _NEW_SENTENCE):
        if small and first.isalpha():
            return first.upper() + rest
        return word
    return word.lower() if small and first.isupper() else word


def _after(chunk: str, state: int) -> int:
    """The state after a chunk, which its last character decides."""
    if not chunk:
        return state
    last = chunk[-1]
    if last in ".?!:":
        return _SENTENCE_END
    if last.isalnum():
        return _IN_WORD
    if last.isspace() and state == _SENTENCE_END:
        return _NEW_SENTENCE
    if _BREAK.match(last):
        return _WORD_END
    return state if state in (_START, _NEW_SENTENCE) else _OTHER
