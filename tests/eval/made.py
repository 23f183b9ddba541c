"""One case about a harbour, and replies to it made by hand."""

from assistant.records import Answer, Citation, Hit, Mode, Passage, Sentence, Verdict
from eval.cases import Case, Evidence
from eval.places import Place
from eval.prediction import Prediction

TEXT = "Lisk harbour opened in 1907. Its crane lifts 40 tonnes. Mara Quill runs the harbour."
GOLD = Place("harbour.txt", 0, 28)  # "Lisk harbour opened in 1907."
CASE = Case(
    "opened",
    "When did it open?",
    answers=("in 1907", "1907"),
    documents=("harbour.txt",),
    evidence=(Evidence("Lisk harbour opened in 1907."),),
    kind="date",
)


def reply(*cited: tuple[int, int], said: str = "Lisk harbour opened in 1907.", short: str = "1907") -> Answer:
    citations = tuple(Citation(1, "h", "harbour.txt", "", a, b, TEXT[a:b]) for a, b in cited)
    sentence = Sentence(said, citations, Verdict.SUPPORTED)
    return Answer("q", "q", said, short, False, 0.9, Mode.EXTRACTIVE, (sentence,), ())


def refusal() -> Answer:
    return Answer("q", "q", "The documents do not say 1907.", "1907", True, 0.1, Mode.EXTRACTIVE, (), ())


def hit(start: int, end: int, source: str = "harbour.txt") -> Hit:
    return Hit(Passage(f"{source}:{start}", source, start, end, TEXT[start:end]), source, 1.0)


def prediction(answer: Answer, hits: tuple[Hit, ...] = (), gold: tuple[Place, ...] = (GOLD,)) -> Prediction:
    return Prediction(answer, hits, tuple((place,) for place in gold), (), 0.1)


GOOD = prediction(reply((0, 28)), (hit(29, 55), hit(0, 28)))
