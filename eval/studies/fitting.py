"""Fits the two linear models of the extractive answer on questions whose candidates are labelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.extract import CONFIDENCE, RANKING
from assistant.extract.ranking import signs
from assistant.question import parse
from eval.reliability import auroc


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its candidates' features, which of them are gold, and whether a name in it is nowhere."""

    question: str
    features: Mapping[str, np.ndarray]  # by name, each float64 (candidates,); empty where there are no candidates
    gold: np.ndarray  # bool (candidates,)
    answerable: bool
    absent: bool
    steady: np.ndarray  # float64 (candidates,): the reader's odds, read alone; 0 for those far from the best

    def columns(self, names: Iterable[str]) -> np.ndarray:
        """Features (candidates, names)."""
        return np.stack([self.features[name] for name in names], axis=1)


def fit_ranking(asked: Sequence[Asked], ridge: float = 0.5, steps: int = 400) -> np.ndarray:
    """Softmax weights by gradient ascent; questions without a gold candidate teach nothing here."""
    usable = [each for each in asked if each.gold.any()]
    weights = np.zeros(len(RANKING))
    for _ in range(steps):
        gradient = -ridge * weights
        for each in usable:
            shares = _softmax(each.columns(RANKING) @ weights)
            right = shares * each.gold
            gradient += each.columns(RANKING).T @ (right / right.sum() - shares)
        weights += 2.0 * gradient / len(usable)
    return weights


def fit_confidence(asked: Sequence[Asked], weights: np.ndarray, ridge: float = 1.0) -> np.ndarray:
    """Logistic weights by Newton's method, both classes weighing alike; the bias is last and free of the ridge."""
    rows, labels = _best_rows(asked, weights)
    shares = np.where(labels, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
    penalty = ridge * np.eye(rows.shape[1])
    penalty[-1, -1] = 0.0
    found = np.zeros(rows.shape[1])
    for _ in range(30):
        chances = 1 / (1 + np.exp(-rows @ found))
        gradient = rows.T @ (shares * (labels - chances)) - penalty @ found
        curvature = (rows * (shares * chances * (1 - chances))[:, None]).T @ rows + penalty
        found += np.linalg.solve(curvature, gradient)
    return found


def _best_rows(asked: Sequence[Asked], weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Signs (questions, CONFIDENCE) of the questions that have candidates, and whether they are answerable."""
    rows, labels = [], []
    for each in asked:
        if each.features:
            best = int((each.columns(RANKING) @ weights).argmax())
            features = {name: float(column[best]) for name, column in each.features.items()}
            values = signs(parse(each.question), features, each.absent, float(each.steady[best]))
            rows.append([values[name] for name in CONFIDENCE])
            labels.append(each.answerable)
    return np.array(rows), np.array(labels, dtype=bool)


def report(name: str, asked: Sequence[Asked], ranking: np.ndarray, confidence: np.ndarray) -> str:
    """A row of figures: best sentence right, AUROC, and errors of both kinds at 0.5."""
    usable = [each for each in asked if each.answerable and each.features]
    right = [bool(each.gold[int((each.columns(RANKING) @ ranking).argmax())]) for each in usable]
    reachable = [bool(each.gold.any()) for each in usable]
    rows, labels = _best_rows(asked, ranking)
    chances = 1 / (1 + np.exp(-rows @ confidence))
    told_apart = auroc(chances, labels.astype(np.float64))
    refused_wrongly, answered_wrongly = float((chances[labels] < 0.5).mean()), float((chances[~labels] >= 0.5).mean())
    return (
        f"| {name} | {np.mean(right):.3f} | {np.mean(reachable):.3f} | {told_apart:.3f} | {refused_wrongly:.3f} "
        f"| {answered_wrongly:.3f} |"
    )


def _softmax(values: np.ndarray) -> np.ndarray:
    shifted = np.exp(values - values.max())
    shares: np.ndarray = shifted / shifted.sum()
    return shares
