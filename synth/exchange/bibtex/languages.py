"""Languages as babel names them, and as BCP 47 does, with the regions that pandoc gives them."""

from __future__ import annotations

import re

BABEL = {
    "english": "en-US", "usenglish": "en-US", "american": "en-US", "british": "en-GB",
    "ukenglish": "en-GB", "canadian": "en-US", "australian": "en-GB", "newzealand": "en-GB",
    "afrikaans": "af-ZA", "arabic": "ar", "basque": "eu", "bulgarian": "bg-BG",
    "catalan": "ca-AD", "croatian": "hr-HR", "czech": "cs-CZ", "danish": "da-DK",
    "dutch": "nl-NL", "estonian": "et-EE", "finnish": "fi-FI", "canadien": "fr-CA",
    "acadian": "fr-CA", "french": "fr-FR", "francais": "fr-FR", "austrian": "de-AT",
    "naustrian": "de-AT", "german": "de-DE", "germanb": "de-DE", "ngerman": "de-DE",
    "greek": "el-GR", "polutonikogreek": "el-GR", "hebrew": "he-IL", "hungarian": "hu-HU",
    "icelandic": "is-IS", "italian": "it-IT", "japanese": "ja-JP", "latvian": "lv-LV",
    "lithuanian": "lt-LT", "magyar": "hu-HU", "mongolian": "mn-MN", "norsk": "nb-NO",
    "nynorsk": "nn-NO", "farsi": "fa-IR", "polish": "pl-PL", "brazil": "pt-BR",
    "brazilian": "pt-BR", "portugues": "pt-PT", "portuguese": "pt-PT", "romanian": "ro-RO",
    "russian": "ru-RU", "serbian": "sr-RS", "serbianc": "sr-RS", "slovak": "sk-SK",
    "slovene": "sl-SL", "spanish": "es-ES", "swedish": "sv-SE", "thai": "th-TH",
    "turkish": "tr-TR", "ukrainian": "uk-UA", "vietnamese": "vi-VN", "latin": "la",
}  # fmt: skip

BABEL_NAME = {
    "en-US": "american", "en-GB": "british", "fr-CA": "canadien", "fr-FR": "french",
    "de-AT": "naustrian", "de-DE": "ngerman", "el-GR": "greek", "hu-HU": "magyar",
    "pt-BR": "brazilian", "pt-PT": "portuguese", "sr-RS": "serbian",
} | {
    code: name
    for name, code in BABEL.items()
    if list(BABEL.values()).count(code) == 1
}  # fmt: skip
"""The name by which babel knows a code best."""

_VARIANTS = {
    "british": "british", "uk": "british", "american": "american", "us": "american",
    "usmax": "american", "australian": "australian", "newzealand": "newzealand",
}  # fmt: skip
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?")


def language_code(name: str, options: str = "") -> str:
    """The BCP 47 code of a babel name, or the name itself where there is none."""
    name = name.strip().lower()
    variant = options.strip().lower().removeprefix("variant=")
    if name == "english" and variant in _VARIANTS:
        name = _VARIANTS[variant]
    return BABEL.get(name) or _tag(name) or name


def known_language(name: str) -> str | None:
    """The BCP 47 code of a babel name or a code; None for any other text."""
    return BABEL.get(name.strip().lower()) or _tag(name.strip())


def _tag(name: str) -> str | None:
    """A code in the letters that BCP 47 (RFC 5646, section 2.1.1) recommends."""
    match = _TAG.fullmatch(name)
    if match is None:
        return None
    script, region = (match[2] or "").title(), (match[3] or "").upper()
    return "-".join(part for part in (match[1].lower(), script, region) if part)
