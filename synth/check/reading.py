"""Rules about how easily a brief reads: the length of its sentences, and its reading age."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from synth.check.phrases import in_english
from synth.check.subject import Subject
from synth.document import Sentence
from synth.problems import Problem, Severity

_JOINT = re.compile(
    r"(?P<mark>[;:–—]|, (?=(?:and|but|so|as|or|yet|while|which|who|where|when|because|although|"
    r"though|since|whereas|if|with|until)\b))\s*|"
    r"(?<=\w) (?=(?:and|but|so|because|although|though|whereas|while|which|who|where|when|if|as|"
    r"since|until)\b)"
)
_LEAST = 5
"""Words that each part of a sentence should have when it is parted."""
_ENOUGH = 100
"""Words that a text should have for its reading age to be worth telling."""
_HARDEST = 3


def long_sentence(subject: Subject) -> Iterator[Problem]:
    """A sentence with more words than the audience's `max-sentence`; not in a quoted passage."""
    most = subject.audience.max_sentence
    if most is None:
        return
    english = in_english(subject)
    for sentence in _written(subject):
        length = len(spoken(sentence.text))
        if length > most:
            joint = _joint(sentence.text) if english else None
            yield Problem(
                "long-sentence",
                Severity.WARNING,
                f"the sentence has {length} words; {subject.audience.name} are written for in "
                f"sentences of {most} at most",
                sentence.place,
                f"It could be parted before “{joint}”." if joint else "Make it two sentences.",
                _claim_of(subject, sentence),
            )


def _claim_of(subject: Subject, sentence: Sentence) -> str | None:
    owners = subject.owners
    return next((owners[each] for each in sentence.citations if each in owners), None)


def _written(subject: Subject) -> tuple[Sentence, ...]:
    """The sentences that are the writer's own words in running text, lists and tables."""
    return tuple(each for each in subject.sentences if each.kind not in ("quote", "head"))


@lru_cache(maxsize=5_000)
def spoken(text: str) -> tuple[str, ...]:
    """The words of a text as a reader counts them: what stands between blanks, dashes left out."""
    return tuple(word for word in text.split() if any(letter.isalnum() for letter in word))


def _joint(text: str) -> str | None:
    """The words after the joint of a sentence that is nearest its middle; None without one."""
    whole = len(spoken(text))
    best: tuple[int, int] | None = None
    for found in _JOINT.finditer(text):
        before = len(spoken(text[: found.start()]))
        if min(before, whole - before) >= _LEAST:
            off = abs(whole - 2 * before) - (4 if found["mark"] else 0)
            best = min(best or (off, found.end()), (off, found.end()))
    if best is None:
        return None
    return " ".join(text[best[1] :].split()[:3]).strip(" ,;:.")


def reading_age(subject: Subject) -> Iterator[Problem]:
    """A brief that is harder to read than the audience's `reading-age`."""
    wanted = subject.audience.reading_age
    if wanted is None or not in_english(subject):
        return
    prose = [each for each in _written(subject) if each.kind != "cell"]
    texts = [sentence.text for sentence in prose]
    if sum(len(spoken(text)) for text in texts) < _ENOUGH:
        return
    age = age_of(texts)
    if round(age) > wanted:
        yield Problem(
            "reading-age",
            Severity.WARNING,
            f"the brief reads at the age of {age:.0f}; {subject.audience.name} are written for "
            f"at {wanted}",
            subject.head,
            f"Its hardest sentences stand at lines {_hardest(prose)}: shorter sentences and "
            "shorter words make it easier.",
        )


def age_of(texts: Sequence[str]) -> float:
    """The age in years at which sentences can be read: the Automated Readability Index plus 5.

    The index is 4.71 characters per word + 0.5 words per sentence - 21.43, a grade of American
    schools (Smith and Senter 1967, "Automated Readability Index", AMRL-TR-66-220); children are
    5 years older than their grade. It counts what stands there and guesses no syllables.
    """
    words = [word for text in texts for word in spoken(text)]
    letters = sum(sum(letter.isalnum() for letter in word) for word in words)
    return 4.71 * letters / len(words) + 0.5 * len(words) / len(texts) - 21.43 + 5


def _hardest(sentences: Sequence[Sentence]) -> str:
    hard = sorted(sentences, key=lambda each: age_of([each.text]), reverse=True)
    lines = sorted({each.place.line for each in hard[:_HARDEST] if each.place.line})
    *most, last = [str(line) for line in lines] or ["1"]
    return f"{', '.join(most)} and {last}" if most else last
