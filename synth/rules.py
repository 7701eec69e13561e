"""Every rule that a problem can name, and what it asks for. Said once: here.

`docs/reference/rules.md` is made from this table.
"""

from __future__ import annotations

from collections.abc import Mapping

UNWAIVABLE = frozenset(
    {"no-claims", "unknown-reference", "unknown-finding", "finding-of-other-study"}
)
"""The rules without which a claim leads to no evidence: neither waived nor made milder."""

NEEDED = frozenset(
    {
        "missing-file",
        "unreadable-file",
        "outside-project",
        "not-utf-8",
        "yaml-syntax",
        "toml-syntax",
        "bibtex-syntax",
        "json-syntax",
        "missing-head",
        "wrong-shape",
        "template-syntax",
        "template-missing",
        "template-refused",
        "template-failed",
        "undefined-name",
        "private-character",
        "too-deep",
    }
)
"""The rules without which there is no brief to look at: neither waived nor made milder."""

RULES: Mapping[str, str] = {
    # files
    "missing-file": "A project has the files that it needs.",
    "unreadable-file": "A file can be read, and is no larger than any such file would be.",
    "outside-project": "No file of a project leads out of its folder.",
    "not-utf-8": "Every file is text in UTF-8.",
    "yaml-syntax": "A YAML file can be parsed.",
    "toml-syntax": "A TOML file can be parsed.",
    "bibtex-syntax": "Each entry of a BibTeX library can be parsed.",
    "json-syntax": "A JSON file can be parsed.",
    "xml-syntax": "An XML file can be parsed, and defines no entities.",
    "reference-syntax": "Each entry of a file of references can be read.",
    "missing-head": "A brief starts with a head between two lines of three hyphens.",
    # what stands in them
    "duplicate-key": "A key stands once.",
    "duplicate-record": "A study has one evidence record.",
    "missing-key": "A key that must be there is there.",
    "unknown-key": "No key is there that has no meaning.",
    "wrong-shape": "A file holds keys and values.",
    "wrong-value": "A value is of the kind that its key wants.",
    # what they name
    "unknown-reference": "Every work that is named is in the library.",
    "unknown-finding": "Every finding that is named is in an evidence record.",
    "unknown-term": "Outcomes, exposures and designs are in the vocabulary; countries in ISO 3166.",
    "unknown-framework": "A rating framework that is named has a file.",
    "unknown-level": "A rating is a level of its framework.",
    "unknown-audience": "An audience that is named has a folder in templates/.",
    "unknown-style": "A citation style that is named exists.",
    "bad-name": "A finding has a name that a citation can hold: letters, digits and hyphens.",
    "unknown-brief": "A series numbers papers that there are.",
    "unknown-locale": "A locale that is named exists.",
    "unknown-type": "An entry of a library is of a known type.",
    "unused-xdata": "Each @xdata of a BibTeX library is named by a work.",
    # keeping the library
    "already-held": "A work that is added is not held yet.",
    "held-differs": "A work that is added says nothing else than the library does.",
    "missing-field": "A work has the fields that its citation style prints.",
    "undated": "A work has a date of publication, or says that it bears none.",
    "empty-field": "A field that is written holds something.",
    "bad-doi": "A DOI is of the form of one.",
    "doi-as-url": "A DOI is given bare, in its own field.",
    "bad-isbn": "An ISBN has its length and its check digit.",
    "bad-issn": "An ISSN has its length and its check digit.",
    "bad-url": "A web address has a scheme and a host, and no blanks.",
    "lost-capitals": "Braces hold the capitals of a title that every style must keep.",
    "title-in-capitals": "A title is not in capitals throughout.",
    "title-full-stop": "A title ends without a full stop; the style adds one.",
    "page-range": "A page range has two hyphens and runs forwards.",
    "journal-name": "A journal's name is written in one way.",
    "author-name": "An author's name is written in one way.",
    "key-style": "The keys of a library are of one style.",
    # writing a brief
    "undefined-name": "A brief and its templates use only names that are defined.",
    "not-a-number": "Only a number is printed as one.",
    "template-syntax": "A template can be parsed.",
    "template-missing": "A template that is named has a file.",
    "template-refused": "A template reaches nothing but what it is given.",
    "template-failed": "A template runs to its end, and not without end.",
    "unknown-revision": "A revision that a brief names is in its history, with the brief.",
    "private-character": "No character of Unicode's private plane 16 stands in a brief.",
    "raw-html": "A brief is Markdown; HTML in it is shown, not used.",
    "too-deep": "Lists and quotations stand in each other at most 50 deep.",
    "image-refused": "A picture is a PNG or JPEG file of the project, with a description.",
    "link-refused": "A link leads to a web page, a mail address or a place in the brief.",
    # claims and their evidence
    "no-claims": "A brief has claims that are tied to evidence.",
    "finding-of-other-study": "A finding is cited under the study that found it.",
    "missing-locator": "Every tie leads to a place in a source.",
    "untied-claim": "A claim is tied to a finding, not to a whole work.",
    "secondhand-unmarked": "What was read second-hand is not cited as if it had been read.",
    "changed-since-review": "A finding behind a claim is as it was when it was signed off.",
    "outside-selection": "A claim keeps to the brief's own filter.",
    "retracted-reference": "No claim rests on a work that was retracted, or put in doubt.",
    "uncited-claim": "A sentence that states a fact carries a citation.",
    "topic-mismatch": "A claim speaks of what its finding is about.",
    "number-mismatch": "A number of a claim is one that its findings hold.",
    "unit-mismatch": "A number of a claim has the unit that its finding gives.",
    "variant-number": "All readers are told the same number of a finding.",
    "stale-statistic": "A statistic is no older than its reader wants; reviews are not overdue.",
    "quote-not-found": "A quoted passage stands in the work that is cited for it.",
    "same-work-twice": "One work, or one study, is not counted as two.",
    "uncited-reference": "A work that a brief lists is one that it cites.",
    # how strongly it is said
    "certainty-wording": "The wording of a claim is no surer than its evidence.",
    "direction-mismatch": "A claim says more or less of its outcome where its finding does.",
    "overgeneral": "A claim says no more of people, places and times than its study.",
    "design-mismatch": "A claim that names a kind of study names that of its findings.",
    "setting-mismatch": "A claim names the place in which its findings were made, and no other.",
    "variant-direction": "A finding has the same direction for every audience.",
    "variant-certainty": "A finding is told as surely to one audience as to another.",
    "causal-wording": "Words of cause and effect rest on a design that can show a cause.",
    # balance
    "contrary-evidence": "A brief does not leave out the findings of the other direction.",
    "single-study": "A key point that rests on one study says so.",
    "setting-unsaid": "Evidence from elsewhere is told with its place.",
    "limits-dropped": "A brief mentions the limits that are marked as major.",
    # plain words
    "long-sentence": "A sentence has no more words than its readers are written for in.",
    "reading-age": "A brief reads at the age that its readers are written for at.",
    "unexplained-acronym": "An acronym is explained where it first stands.",
    "jargon": "A term has its plain word, or an explanation.",
    "vague-link": "A link says where it leads.",
    # waivers
    "bad-waiver": "A waiver names a rule and gives a reason.",
    "unused-waiver": "A waiver waives something.",
    # making the file
    "outside-fetch": "A page holds all its parts: nothing is fetched from elsewhere.",
    "pdf-writer": "The PDF writer has nothing to complain about.",
    # reading a finished file back
    "no-manifest": "A finished file holds its manifest.",
    "manifest-unreadable": "The manifest can be read.",
    "broken-seal": "A finished file is as it was built.",
    "draft": "A finished file is no draft.",
    "claim-missing": "Every claim of the manifest is in the file.",
    "unlisted-claim": "Every claim of the file is in the manifest.",
    "repeated-claim": "A claim is in the file once.",
    "claim-text": "A claim says what its manifest says.",
    "claim-fingerprint": "A claim's words fit their fingerprint.",
    "claim-kind": "A claim is of the kind that its manifest says.",
    "claim-ties": "A claim is tied to the findings that its manifest says.",
    "claim-untied": "A claim is tied to something.",
    "claim-link": "A claim links to the entries of the works that it cites, and to no other.",
    "finding-missing": "The manifest holds every finding that a claim is tied to.",
    "reference-missing": "The manifest holds every work that a claim cites.",
    "entry-missing": "The references list every work that is cited.",
    "unlisted-entry": "The references list no work that the manifest does not.",
    "entry-text": "An entry of the references says what its manifest says.",
    "backlink-missing": "Each entry links back to the claims that cite it.",
    "provenance-differs": "A page tells programs the same claims as its manifest.",
    "claim-outdated": "A claim still rests on what it said it did.",
    "finding-changed": "A finding is as it was when the file was built.",
    "finding-gone": "The project still holds the findings of the file.",
    "reference-changed": "A reference is as it was when the file was built.",
    "reference-gone": "The library still holds the works of the file.",
    "source-changed": "The files that a brief was built from are as they were.",
    "source-gone": "The files that a brief was built from are still there.",
}
