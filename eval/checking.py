"""How well the check of sentences tells: planted errors flagged, and true claims flagged wrongly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.assistant import Assistant
from assistant.records import Verdict
from eval.cases import Case
from eval.interval import Estimate, bootstrap
from eval.places import locate
from eval.planted import Quote, claims, sentences_with

TRUE = "true, flagged wrongly"


def planted(assistant: Assistant, cases: Sequence[Case]) -> dict[str, Estimate]:
    """The share of claims that are not held to be supported, by what was made wrong in them (see ``eval.planted``)."""
    flagged: dict[str, list[float]] = {}
    for claim in claims(list(_quotes(assistant, cases))):
        verdict, _ = assistant.check(claim.text, [claim.quote.words], [claim.quote.context])
        flagged.setdefault(claim.error or TRUE, []).append(float(verdict is not Verdict.SUPPORTED))
    return {error: Estimate(sum(v) / len(v), *bootstrap(v), len(v)) for error, v in sorted(flagged.items())}


def _quotes(assistant: Assistant, cases: Sequence[Case]) -> Sequence[Quote]:
    """The sentences that hold the cases' evidence, each once."""
    names = [source.name for source in assistant.sources()]
    texts: Mapping[str, str] = {name: assistant.document(name).text for name in names}
    places: dict[str, list[tuple[int, int]]] = {}
    for case in cases:
        for evidence in case.evidence:
            for place in locate(evidence, names, texts.__getitem__):
                places.setdefault(place.source, []).append((place.start, place.end))
    return [quote for name in sorted(places) for quote in sentences_with(name, texts[name], places[name])]
