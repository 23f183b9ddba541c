"""Checks a sentence of an answer against the quotes that it cites. Pure functions; nothing here asks a language model.

What can be compared exactly is: numbers, dates, names, quotations, speakers. Negation and wording are judged by shared
words, so a paraphrase in quite other words comes out as "partly" rather than as supported. The reader's entailment head
is not asked yet: on claims written against it, it is no better than these rules (decision 17).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.orders import gives_orders, order_spans
from assistant.records import Verdict
from assistant.text import fold, sentence_spans, squeeze
from assistant.verify.attached import check_attached
from assistant.verify.evidence import Evidence, Finding
from assistant.verify.people import check_names, check_speakers
from assistant.verify.values import check_dates, check_numbers, check_quotations
from assistant.verify.wording import check_negation, check_overlap

__all__ = ["verify"]


def verify(sentence_text: str, quotes: Sequence[str], context: Sequence[str] = ()) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict on a sentence, and why (empty when supported).

    ``quotes`` are the cited spans; ``context`` are the passages that they stand in, which may tell who speaks or which
    year is meant, but do not support by themselves. An exact copy of a quote, or of a sentence of one, is supported.
    Quotes that give orders to whoever answers support nothing.
    """
    quotes = [quote for quote in quotes if quote.strip()]
    if not quotes:
        return Verdict.NOT_FOUND, ("No quote stands behind this sentence.",)
    if not gives_orders(sentence_text):
        quotes = [quote for quote in quotes if not _is_order(quote, context)]
        if not quotes:
            return Verdict.NOT_FOUND, ("The quote gives orders to whoever answers, which proves nothing.",)
    evidence = Evidence(tuple(quotes), tuple(context))
    if _is_copy(sentence_text, evidence.quotes):
        return Verdict.SUPPORTED, ()
    findings = list(_findings(sentence_text, evidence))
    worst = next((v for v in (Verdict.NOT_FOUND, Verdict.PARTLY) if any(f.verdict == v for f in findings)), None)
    if worst is None:
        return Verdict.SUPPORTED, ()
    findings.sort(key=lambda finding: finding.verdict != worst)
    return worst, tuple(dict.fromkeys(finding.reason for finding in findings))


def _is_order(quote: str, context: Sequence[str]) -> bool:
    """Whether a quote gives orders, or stands where its passage does."""
    if gives_orders(quote):
        return True
    for text in context:
        at = text.find(quote)
        if any(at < end and start < at + len(quote) for start, end in order_spans(text) if at >= 0):
            return True
    return False


def _findings(claim: str, evidence: Evidence) -> Iterator[Finding]:
    wrong_speakers, vouched = check_speakers(claim, evidence)
    yield from wrong_speakers
    yield from check_quotations(claim, evidence)
    yield from check_numbers(claim, evidence)
    yield from check_dates(claim, evidence)
    yield from check_names(claim, evidence, vouched)
    yield from check_negation(claim, evidence)
    yield from check_attached(claim, evidence)
    yield from check_overlap(claim, evidence)


def _is_copy(claim: str, quotes: Sequence[str]) -> bool:
    if squeeze(claim) in (squeeze(quote) for quote in quotes):
        return True
    pieces = {_bare(quote[start:end]) for quote in quotes for start, end in [(0, len(quote)), *sentence_spans(quote)]}
    return bool(_bare(claim)) and _bare(claim) in pieces


def _bare(text: str) -> str:
    return squeeze(fold(text)).strip(" .\"'")
