"""What the commands of LaTeX stand for: accents, symbols, styles of type, and what is not printed.

The tables hold what references are written with; pylatexenc's table of symbols serves the rest.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361", "G": "\u030f", "U": "\u030e",
}  # fmt: skip
"""Commands that set a mark over or under the next letter, and the combining character."""

BARE_ACCENTS = {"`": "`", "'": "'", "^": "^", "~": "~", '"': "\u0308", ".": "\u02d9", "=": "\u00af"}
"""What an accent command prints over nothing."""

STYLES = {
    "emph": "i", "textit": "i", "textsl": "i", "mkbibemph": "i", "mkbibitalic": "i",
    "textbf": "b", "mkbibbold": "b", "textsc": "sc",
    "textsuperscript": "sup", "mkbibsuperscript": "sup",
    "textsubscript": "sub", "mkbibsubscript": "sub",
    "texttt": "code", "enquote": "q", "mkbibquote": "q", "textquote": "q",
}  # fmt: skip
"""Commands that style their argument, and the style."""

DECLARATIONS = {
    "em": "i", "it": "i", "itshape": "i", "sl": "i", "slshape": "i", "bf": "b", "bfseries": "b",
    "sc": "sc", "scshape": "sc",
}  # fmt: skip
"""Commands that style the rest of their group."""

SILENT = frozenset((
    "relax", "rm", "rmfamily", "tt", "ttfamily", "sf", "sffamily", "normalfont", "up", "upshape",
    "mdseries", "small", "footnotesize", "scriptsize", "tiny", "normalsize", "large", "Large",
    "LARGE", "huge", "Huge", "centering", "noindent", "protect", "selectfont", "displaystyle",
    "textstyle", "left", "right", "nolinebreak", "allowbreak", "break", "null", "xspace",
    "boldmath", "bgroup", "egroup", "begingroup", "endgroup", "nobreak", "unskip", "ignorespaces",
    "limits", "nolimits", "adddot", "adddotspace", "addspace", "isdot",
))  # fmt: skip
"""Commands that print nothing and take nothing."""

SWALLOW = frozenset((
    "label", "cite", "citep", "citet", "index", "footnote", "footnotetext", "thanks", "noopsort",
    "SortNoop", "sortnoop", "vspace", "hspace", "color", "pagecolor", "vphantom", "phantom",
    "hphantom", "input", "include", "singleletter",
))  # fmt: skip
"""Commands whose argument is not printed where they stand, as in pandoc."""

SKIP_FIRST = frozenset(("href", "textcolor", "colorbox", "foreignlanguage", "hyperref", "raisebox"))
"""Commands of two arguments, of which the second is printed."""

VERBATIM = frozenset(("url", "nolinkurl", "path", "texttt@url"))
"""Commands whose argument means itself."""

UPPER = frozenset(("uppercase", "MakeUppercase", "MakeTextUppercase"))

_SYMBOLS = {
    "ss": "ß", "SS": "ẞ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "l": "ł", "L": "Ł",
    "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð",
    "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
    "ldots": "…", "dots": "…", "textellipsis": "…", "textbackslash": "\\", "textless": "<",
    "textgreater": ">", "textbar": "|", "textbullet": "•", "textdegree": "°", "degree": "°",
    "textasciitilde": "~", "textasciicircum": "^", "textasciigrave": "`", "textunderscore": "_",
    "textquotesingle": "'", "textquotedbl": '"', "textquoteleft": "‘", "textquoteright": "’",
    "textquotedblleft": "“", "textquotedblright": "”", "quotedblbase": "„", "quotesinglbase": "‚",
    "guillemotleft": "«", "guillemotright": "»", "guillemetleft": "«", "guillemetright": "»",
    "guilsinglleft": "‹", "guilsinglright": "›", "lq": "‘", "rq": "’", "dq": '"',
    "textendash": "–", "textemdash": "—", "slash": "/", "textvisiblespace": "␣",
    "S": "§", "P": "¶", "pounds": "£", "textsterling": "£", "euro": "€", "texteuro": "€",
    "EUR": "€", "textyen": "¥", "textcent": "¢", "textdollar": "$", "copyright": "©",
    "textcopyright": "©", "textregistered": "®", "texttrademark": "™", "dag": "†", "ddag": "‡",
    "textasteriskcentered": "*", "textbraceleft": "{", "textbraceright": "}", "textpercent": "%",
    "textperiodcentered": "·", "textexclamdown": "¡", "textquestiondown": "¿", "lbrace": "{",
    "rbrace": "}", "textordfeminine": "ª", "textordmasculine": "º", "textmu": "µ",
    "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "quad": " ", "qquad": " ", "space": " ",
    "newline": " ", "linebreak": " ", "par": "\n", "hfill": " ", "textnumero": "№",
    "cdot": "⋅", "times": "×", "pm": "±", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥",
    "sim": "∼", "to": "→", "rightarrow": "→", "infty": "∞", "degreecelsius": "°C", "and": "and",
    "lvert": "|", "rvert": "|", "mid": "|", "prime": "′", "circ": "°",
}  # fmt: skip

_SPACES = {
    " ": " ", ",": "\u2006", ";": " ", ":": " ", ">": " ", "!": "", "/": "", "-": "", "\\": " ",
    "@": "", "(": "", ")": "", "[": "[", "]": "]", "*": "", "+": "", "<": "", "|": "|", "\n": " ",
}  # fmt: skip


@cache
def symbol(name: str) -> str | None:
    """What a command without an argument prints, or None if no table knows it."""
    if len(name) == 1 and not name.isalpha():
        return _SPACES.get(name, name)
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    # slow to load, seldom needed
    from pylatexenc.latex2text import get_default_latex_context_db

    known = get_default_latex_context_db().get_macro_spec(name)
    text = getattr(known, "simplify_repl", None)
    return text if isinstance(text, str) and "%" not in text else None


def composed(base: str, accents: list[str]) -> str:
    """A letter with accents on it, the outermost first, in Unicode's composed form (NFC)."""
    plain = {"ı": "i", "ȷ": "j"}.get(base, base) if accents and accents[-1] not in "kdcb" else base
    marks = "".join(ACCENTS[accent] for accent in reversed(accents))
    return unicodedata.normalize("NFC", plain + marks)


_ACCENTED = re.compile(
    r"(?<!\\)(\{)?\\(?:([\"'`^~=.])|([uvHcdbkr])(?=[ {])) *"
    r"(?:\{(\\[ij]|[A-Za-z])\}|(\\[ij](?![A-Za-z]) *|[A-Za-z]))(?(1)\})"
)


def with_accents(text: str) -> str:
    """The text with its accented letters in Unicode: a fast way for the most common LaTeX.

    The braces round them go too, so this is not for titles, where these guard the case.
    """
    return _ACCENTED.sub(_accented, text) if "\\" in text else text


def _accented(match: re.Match[str]) -> str:
    _, sign, letter, braced, bare = match.groups()
    return _letter(sign or letter, braced or bare)


@cache
def _letter(accent: str, base: str) -> str:
    return composed({"\\i": "ı", "\\j": "ȷ"}.get(base.strip(), base), [accent])
