"""What each library command does and prints. The same functions serve the command line and a running chat."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

from assistant.assistant import Assistant
from assistant.check_command import check_text
from assistant.client import forward
from assistant.errors import LibraryInUse
from assistant.events import Added, Failed, IngestEvent, Progress, Unchanged
from assistant.reading.scans import NEEDED, REMEDY
from assistant.records import Answer, Citation, Filters, Mode
from assistant.rows import answer_row, hit_row, note_of, source_row
from assistant.settings import Settings
from assistant.terminal import Console, as_document
from assistant.wire import run_sync


def run_command(assistant: Assistant, parsed: argparse.Namespace, console: Console) -> int:
    """Do one library command and return its exit status."""
    return _COMMANDS[parsed.command](assistant, parsed, console)


def run_where_it_can(settings: Settings, parsed: argparse.Namespace, console: Console) -> int:
    """Do one library command in this process or, while the chat holds the home, in the chat; its exit status.

    Embedded Chroma is open in one process only. Raises LibraryInUse while another holds the home and does not answer.
    """
    from assistant.assistant import build_assistant

    try:
        assistant = build_assistant(settings)
    except LibraryInUse:
        status = forward(settings.at_home(), parsed, console)
        if status is None:
            raise
        return status
    try:
        return run_command(assistant, parsed, console)
    finally:
        assistant.close()


def run_rebuild(settings: Settings, console: Console, as_json: bool) -> int:
    """Embed every passage anew."""
    from assistant.local import rebuild

    return _report(rebuild(settings), console, as_json)


def _ingest(assistant: Assistant, parsed: argparse.Namespace, console: Console) -> int:
    return _report(assistant.add(parsed.paths, links=parsed.follow_links), console, parsed.json)


def _report(events: Iterator[IngestEvent], console: Console, as_json: bool) -> int:
    added: list[Added] = []
    unchanged: list[Unchanged] = []
    failed: list[Failed] = []
    for event in events:
        match event:
            case Progress():
                console.tell(f"{event.name}: {event.stage} {event.done}/{event.total}")
            case Added():
                added.append(event)
                console.tell(f"{event.source.name}: {'replaced' if event.replaced else 'added'}")
                if event.source.unread:
                    console.tell(f"{event.source.name}: {event.source.unread_pages} {NEEDED} {REMEDY}")
            case Unchanged():
                unchanged.append(event)
            case Failed():
                failed.append(event)
                console.tell(f"{event.name}: failed. {event.reason}")
    if as_json:
        console.say(
            as_document(
                {
                    "added": [source_row(each.source) for each in added],
                    "replaced": [each.source.name for each in added if each.replaced],
                    "unchanged": [source_row(each.source) for each in unchanged],
                    "failed": [{"name": each.name, "reason": each.reason} for each in failed],
                }
            )
        )
    else:
        console.say(f"{len(added)} added, {len(unchanged)} unchanged, {len(failed)} failed.")
    return 2 if failed else 0


def _sources(assistant: Assistant, parsed: argparse.Namespace, console: Console) -> int:
    sources = assistant.sources()
    if parsed.json:
        console.say(as_document([source_row(source) for source in sources]))
        return 0
    for source in sources:
        day = source.published.isoformat() if source.published else "no date"
        console.say(
            f"{source.name}  [{source.id}]  {source.title or 'no title'}, {day}, {source.characters:,} characters"
        )
    if not sources:
        console.tell("The library is empty. `footnote ingest PATH` takes documents in.")
    return 0


def _remove(assistant: Assistant, parsed: argparse.Namespace, console: Console) -> int:
    removed = assistant.remove(parsed.sources)
    if parsed.json:
        console.say(as_document({"removed": [source_row(source) for source in removed]}))
    else:
        console.say("Removed " + ", ".join(source.name for source in removed) + ".")
    return 0


def _show(assistant: Assistant, parsed: argparse.Namespace, console: Console) -> int:
    source = assistant.source(parsed.source)
    text = assistant.document(source.id).text[parsed.start : parsed.end]
    console.say(as_document({**source_row(source), "start": parsed.start, "text": text}) if parsed.json else text)
    return 0


def _search(assistant: Assistant, parsed: argparse.Namespace, console: Console) -> int:
    hits = assistant.search(parsed.question, parsed.k, _filters(assistant, parsed))
    if parsed.json:
        console.say(as_document([hit_row(hit) for hit in hits]))
        return 0
    for number, hit in enumerate(hits, 1):
        page = f", page {hit.passage.page}" if hit.passage.page else ""
        console.say(f"{number}. {hit.source}{page}  ({hit.score:.2f})\n   {' '.join(hit.passage.text.split())}\n")
    return 0


def _ask(assistant: Assistant, parsed: argparse.Namespace, console: Console) -> int:
    answer = assistant.answer(parsed.question, filters=_filters(assistant, parsed))
    if parsed.json:
        console.say(as_document(answer_row(answer)))
        return 0
    for line in _spoken(answer):
        console.say(line)
    return 0


def _spoken(answer: Answer) -> Iterator[str]:
    if note := note_of(answer):
        yield f"({note})"
    if answer.refused:
        if answer.candidate:
            place = answer.candidate.citations[0]
            yield f"Not certain. The nearest place, in {place.source}:\n{answer.candidate.text}"
            return
        yield f"Not found in the documents. {answer.missing}"
        for hit in answer.passages[:3]:
            yield f"  nearest: {hit.source}: {' '.join(hit.passage.text.split())[:160]}…"
        return
    if answer.mode is Mode.CATALOG:
        yield answer.answer
        return
    if answer.short_answer:
        yield answer.short_answer + "\n"
    cited: dict[int, Citation] = {}
    for sentence in answer.sentences:
        marks = "".join(f"[{citation.number}]" for citation in sentence.citations)
        doubt = "" if sentence.verdict == "supported" else f"  ({sentence.verdict}: {' '.join(sentence.reasons)})"
        yield f"{sentence.text} {marks}{doubt}"
        cited |= {citation.number: citation for citation in sentence.citations}
    yield ""
    for number, citation in cited.items():
        page = f", page {citation.page}" if citation.page else ""
        yield f"[{number}] {citation.source}{page}, characters {citation.start} to {citation.end}: “{citation.quote}”"


def _filters(assistant: Assistant, parsed: argparse.Namespace) -> Filters:
    return Filters(sources=frozenset(assistant.source(name).id for name in parsed.source))


_COMMANDS: dict[str, Callable[[Assistant, argparse.Namespace, Console], int]] = {
    "ingest": _ingest,
    "sources": _sources,
    "remove": _remove,
    "show": _show,
    "search": _search,
    "ask": _ask,
    "check": check_text,
    "sync": run_sync,
}
