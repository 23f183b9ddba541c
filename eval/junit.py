"""A run as JUnit XML, which continuous integration shows case by case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from eval.files import write_text
from eval.outcome import Outcome

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(path: Path, outcomes: Sequence[Outcome]) -> None:
    """Write a test case for each case: it fails with the cause of the miss. Raises CasesError where it cannot."""
    missed = [each for each in outcomes if each.cause]
    seconds = [each.prediction.answer.timings.get("total", 0.0) for each in outcomes]
    suite = ElementTree.Element(
        "testsuite",
        name="footnote eval",
        tests=str(len(outcomes)),
        failures=str(len(missed)),
        time=f"{sum(seconds):.3f}",
    )
    for each, took in zip(outcomes, seconds, strict=True):
        name = _fit(f"{each.case.id}: {each.case.question}")
        kind = _fit(each.case.kind or "case")
        case = ElementTree.SubElement(suite, "testcase", name=name, classname=kind, time=f"{took:.3f}")
        if each.cause:
            failure = ElementTree.SubElement(case, "failure", message=_fit(each.cause))
            failure.text = _fit(each.prediction.answer.answer)
    ElementTree.indent(suite)
    write_text(path, ElementTree.tostring(suite, encoding="unicode") + "\n", "Give another file with --junit.")


def _fit(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NO_XML.sub("", text)
