"""Where a sentence has several figures, the one of the year or of the thing that is asked about is read."""

from __future__ import annotations

import pytest

from assistant.extract import candidates
from assistant.extract.figures import with_the_figure
from assistant.question import parse
from assistant.records import Hit, Passage, Reading

INCOME = "Operating income was $71.9 million, compared with $96.3 million in 2022."
SHARE = "Our largest customer stood for 14% of sales in 2023 (2022: 17%)."
FELL = "Sales fell 8.4% to $1,142.6 million in 2023 from $1,247.4 million in 2022, as rates fell."
BOTH = "In 2022, sales were $5 million and in 2023 they were $6 million."
TURN = "Sales were $5 million and $6 million in 2023 and 2022, respectively."
SAME = "The fee was 40 crowns in 2022 and 2023, and 45 crowns in 2024."
AGAINST = "Compared with 2022, sales rose by $2 million to $6 million."

WARRANTY = "The warranty lasts two years from the date of purchase, and five years for the motor."
DOSE = "Grind 18 grams of coffee for a double basket, 9 grams for a single."
CAUSES = "Owners gave quarrels as the reason (38%), followed by the cost of repairs (29%)."
QUARTER = "Sales were $5 million in the first quarter, and costs were $3 million."
HOMES = "Inspectors saw 1,200 addresses, and 811 owners answered."


@pytest.mark.parametrize(
    ("text", "read", "question", "right"),
    [
        (INCOME, "$71.9 million", "What was operating income in 2022?", "$96.3 million"),
        (INCOME, "$71.9 million", "What was operating income in 2023?", "$71.9 million"),  # no other is of 2023
        (INCOME, "$71.9 million", "What was operating income?", "$71.9 million"),
        (SHARE, "14%", "What share of sales came from the largest customer in 2022?", "17%"),
        (SHARE, "17%", "What share of sales came from the largest customer in 2023?", "14%"),
        (FELL, "$1,142.6 million", "What were sales in 2022?", "$1,247.4 million"),
        (FELL, "$1,247.4 million", "What were sales in 2023?", "$1,142.6 million"),
        (FELL, "8.4%", "By how much did sales fall in 2023?", "8.4%"),  # the sums are of another kind
        (BOTH, "$5 million", "How much were sales in 2023?", "$6 million"),
        (TURN, "$5 million", "How much were sales in 2022?", "$6 million"),
        (SAME, "45 crowns", "What was the fee in 2023?", "40 crowns"),
        (AGAINST, "$6 million", "What were sales in 2022?", "$6 million"),  # none is of 2022
        (FELL, "$1,142.6 million", "What were sales from 2021 to 2022?", "$1,142.6 million"),  # two years
        (WARRANTY, "two years", "How long is the warranty on the motor?", "five years"),
        (WARRANTY, "two years", "How long is the warranty?", "two years"),
        (WARRANTY, "five years", "How long is the warranty from the date of purchase?", "two years"),
        (DOSE, "9", "How many grams of coffee are needed for a double?", "18"),
        (DOSE, "18 grams", "How many grams are needed for a single?", "9 grams"),
        (CAUSES, "38%", "What share of owners gave quarrels?", "38%"),
        (QUARTER, "$3 million", "What were costs in the first quarter?", "$3 million"),  # a clause of its own
        (HOMES, "1,200", "How many addresses did the owners live at?", "1,200"),  # counts of two things
        (FELL, "rates fell", "Why did sales fall in 2022?", "rates fell"),
    ],
)
def test_the_figure_that_is_asked_about_is_read(text: str, read: str, question: str, right: str) -> None:
    start = 100 + text.index(read)
    passage = Passage("p", "s", 100, 100 + len(text), text)
    hit = Hit(passage, "s.txt", 0.5, readings=(Reading(start, start + len(read), 2.0),))
    [candidate] = candidates([hit], {})
    found = with_the_figure(parse(question), candidate)
    assert found.read == right
    assert found.reading is not None
    assert found.reading.score == 2.0
