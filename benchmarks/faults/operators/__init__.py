"""The operators: each makes faults of one kind in a correct project.

A new one is a function `(subject) -> Iterator[Fault | None]` and a row here. It yields None for
an edit that would leave the claim true.
"""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.faults.fault import Operator
from benchmarks.faults.operators import (
    balance,
    finished,
    numbers,
    records,
    strength,
    ties,
    variants,
)

OPERATORS: Mapping[str, Operator] = {
    # ties
    "drop-citation": ties.drop_citation,
    "swap-keys": ties.swap_keys,
    "other-finding-of-study": ties.other_finding_of_the_study,
    "finding-of-another-study": ties.finding_of_another_study,
    "wrong-finding-name": ties.wrong_finding_name,
    "misspelt-key": ties.misspelt_key,
    "misspelt-finding": ties.misspelt_finding,
    "whole-work": ties.whole_work,
    "second-hand-as-first-hand": ties.second_hand_as_first_hand,
    # numbers
    "change-digit": numbers.change_digit,
    "change-year": numbers.change_year,
    "change-sample": numbers.change_sample,
    "change-number-word": numbers.change_number_word,
    "change-unit": numbers.change_unit,
    "change-scale": numbers.change_scale,
    "flip-sign": numbers.flip_sign,
    "relative-for-absolute": numbers.relative_for_absolute,
    # strength
    "link-to-cause": strength.link_to_cause,
    "drop-hedge": strength.drop_hedge,
    "harden-hedge": strength.harden_hedge,
    "strengthen-verb": strength.strengthen_verb,
    "add-always": strength.add_always,
    "flip-direction": strength.flip_direction,
    "none-to-some": strength.none_to_some,
    "widen-population": strength.widen_population,
    # balance
    "change-country": balance.change_country,
    "drop-country": balance.drop_country,
    "drop-limit": balance.drop_limit,
    "leave-out-contrary": balance.leave_out_contrary,
    "alter-quotation": balance.alter_quotation,
    # records and library
    "delete-finding": records.delete_finding,
    "change-number-in-record": records.change_number_in_record,
    "flip-direction-in-record": records.flip_direction_in_record,
    "weaken-design": records.weaken_design,
    "lower-certainty": records.lower_certainty,
    "old-statistic": records.old_statistic,
    "past-review": records.past_review,
    "retracted-work": records.retracted_work,
    "same-work-twice": records.same_work_twice,
    # one audience only
    "number-for-one": variants.number_for_one,
    "direction-for-one": variants.direction_for_one,
    "hedge-for-one": variants.hedge_for_one,
    # finished files
    "html-claim-text": finished.html_claim_text,
    "html-link": finished.html_link,
    "html-entry": finished.html_entry,
    "html-manifest": finished.html_manifest,
    "pdf-text": finished.pdf_text,
    "pdf-link": finished.pdf_link,
    "pdf-manifest": finished.pdf_manifest,
}
