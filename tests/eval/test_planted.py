"""Planted errors: each claim is wrong in the one way that it says, and the check that ships sees most of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.verify import verify
from eval.cases import Case, Evidence
from eval.checking import TRUE, planted
from eval.planted import PLANTS, Claim, Quote, claims, sentences_with, shortened
from tests.eval.tiny import TinyAssistant, write_documents

TEXT = (
    "Mara Quill said on 3 May 2019 that the crane had lifted 40 tonnes, and that the quay had held. “We had never seen "
    "a heavier load here in all these years,” said Mara Quill, the harbour master. Tomas Veld said that the mill was "
    "sold for 12,000 crowns, and that the river was low. “It was a sad day for the whole of the valley,” Tomas Veld "
    "said on 9 June 1951. Of the boats 17 were saved and 23 were lost in the storm of that year."
)
OTHER = "The mill of Orrin grinds rye and barley, day and night."


def quotes() -> list[Quote]:
    return [*sentences_with("harbour", TEXT, [(0, len(TEXT))]), *sentences_with("mill", OTHER, [(0, len(OTHER))])]


def made(error: str) -> list[Claim]:
    return [claim for claim in claims(quotes()) if claim.error == error]


@pytest.mark.parametrize("error", [*PLANTS, "another document"])
def test_every_error_is_planted_and_differs_from_the_true_claim(error: str) -> None:
    found = made(error)
    assert found
    for claim in found:
        assert claim.text not in claim.quote.text
        assert claim.text != shortened(claim.quote.words)


@pytest.mark.parametrize(
    ("error", "text"),
    [
        ("number", "Mara Quill said on 3 May 2019 that the crane had lifted 17 tonnes."),
        ("date", "Mara Quill said on 9 June 1951 that the crane had lifted 40 tonnes."),
        ("speaker", "Tomas Veld said on 3 May 2019 that the crane had lifted 40 tonnes."),
        ("exchanged figures", "In short, Of the boats 23 were saved and 17 were lost in the storm of that year."),
        ("another document", "The mill of Orrin grinds rye and barley."),
    ],
)
def test_what_is_made(error: str, text: str) -> None:
    assert text in [claim.text for claim in made(error)]


def test_the_same_claims_every_time() -> None:
    assert list(claims(quotes())) == list(claims(quotes()))


def test_the_check_flags_planted_errors_and_lets_true_claims_pass() -> None:
    flagged = {
        claim: bool(verify(claim.text, [claim.quote.words], [claim.quote.context])[1]) for claim in claims(quotes())
    }
    assert not any(was for claim, was in flagged.items() if not claim.error)
    wrong = [was for claim, was in flagged.items() if claim.error]
    assert sum(wrong) >= 0.9 * len(wrong)


def test_shares_by_error(tmp_path: Path) -> None:
    assistant = TinyAssistant({})
    list(assistant.add([write_documents(tmp_path)]))
    evidence = (Evidence("Tomas Veld bought it for 12,000 crowns."), Evidence("Its crane lifts 40 tonnes."))
    shares = planted(assistant, [Case("q", "?", ("a",), evidence=evidence)])
    assert shares["another document"].value == 1.0
    assert shares[TRUE].cases == 2
