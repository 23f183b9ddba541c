"""Makes docs/performance.md from the kept figures, with its curves as SVG files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from eval.benchmarks.report import Curves, Report, as_markdown, read
from eval.html.elements import Child, tag
from eval.html.plots import Frame, round_up

ORDER = (
    "start",
    "reading",
    "first_token",
    "ingest",
    "growth",
    "growth_server",
    "growth_server_made_up",
    "scale",
    "server",
)
_HEAD = """# How fast it is, and how it grows

Each part is measured by its own command, which is told with it; `make bench` measures all that need nothing from
elsewhere and writes this page. Figures are medians unless they say otherwise; p95 is the time that 95 of 100 stay
within. Where two systems are compared, they took turns in the same run.
"""
_STYLE = """
svg { background: #fbfaf7; font: 11px system-ui, sans-serif; fill: #1d1c1a }
.grid { stroke: #e4e1d8 } .axis { stroke: #1d1c1a; fill: none }
.curve { fill: none; stroke-width: 2 }
.line-0 { stroke: #1f5fa8; fill: none } .line-1 { stroke: #b3541e; fill: none; stroke-dasharray: 6 3 }
.line-2 { stroke: #3d7a3a; fill: none; stroke-dasharray: 2 3 } .line-3 { stroke: #7a3a74; fill: none }
.point { fill: #1d1c1a }
"""


def drawn(curves: Curves) -> str:
    """An SVG file of its own; each line is named at its last point."""
    most = max(max(values) for values in curves.lines.values())
    across = max(1.0, len(curves.names) - 1.0)
    frame = Frame(
        across,
        round_up(most or 1.0),
        curves.across,
        curves.up,
        width=620,
        height=320,
        margin=190,
        names=curves.names,
    )
    marks: list[Child] = [tag("style", Markup(_STYLE))]  # noqa: S704  # a constant
    for number, (name, values) in enumerate(curves.lines.items()):
        points = [(float(at), value) for at, value in enumerate(values)]
        marks.append(frame.path(points, f"curve line-{number}"))
        marks += [frame.dot(at, value, 3, f"{name}, {curves.names[int(at)]}: {value:.3g}") for at, value in points]
        x, y = frame.at(*points[-1])
        marks.append(tag("text", name, x=x + 8, y=y + 4))
    return str(frame.drawn(curves.title, *marks)).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) + "\n"


def write_page(folder: Path, page: Path) -> None:
    """Write the page from the reports in ``folder``, and its curves into ``images`` beside it."""
    found = [read(folder / f"{name}.json") for name in ORDER if (folder / f"{name}.json").exists()]
    parts = [_HEAD, *_machines(found)]
    for report in found:
        images = []
        for number, curves in enumerate(report.curves):
            image = page.parent / "images" / f"performance-{report.name}-{number}.svg"
            image.parent.mkdir(parents=True, exist_ok=True)
            image.write_text(drawn(curves), encoding="utf-8")
            images.append(f"images/{image.name}")
        parts.append(as_markdown(report, images))
    page.write_text("\n".join(parts), encoding="utf-8")


def _machines(reports: Sequence[Report]) -> list[str]:
    """The machine of each report, told once where it is the same."""
    told: dict[tuple[tuple[str, str], ...], list[Report]] = {}
    for report in reports:
        told.setdefault(tuple(report.machine.items()), []).append(report)
    parts = []
    for machine, theirs in told.items():
        which = "All" if len(told) == 1 else ", ".join(report.title for report in theirs)
        days = sorted({report.day for report in theirs})
        when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
        rows = "\n".join(f"| {name} | {value} |" for name, value in machine)
        parts.append(f"{which}, measured {when} on:\n\n| | |\n|---|---|\n{rows}\n")
    return parts
