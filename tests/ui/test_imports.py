"""Imports take turns, so that nobody's file keeps the files of others waiting."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import httpx
import pytest

from assistant.errors import NotAllowed
from assistant.events import IngestEvent
from tests.attack.site import join, last_of
from tests.serving import built, served
from tests.ui.pretend import PretendAssistant
from tests.ui.site import Site
from ui.imports import Imports


class Slow:
    """Items that wait until they are let go."""

    def __init__(self) -> None:
        self.begun, self.go, self.ended = threading.Event(), threading.Event(), threading.Event()

    def __iter__(self) -> Iterator[str]:
        try:
            self.begun.set()
            yield "first"
            self.go.wait(30)
            yield "last"
        finally:
            self.ended.set()


async def until(event: threading.Event) -> None:
    assert await asyncio.to_thread(event.wait, 30)


async def all_of(imports: Imports, owner: str, items: Iterator[str]) -> list[str]:
    return [item async for item in imports.run(owner, items)]


def test_one_persons_slow_files_keep_nobody_else_waiting() -> None:
    async def scenario() -> None:
        imports = Imports()
        slow = [Slow() for _ in range(5)]
        waiting = [asyncio.create_task(all_of(imports, "ada", iter(each))) for each in slow]
        await until(slow[0].begun)
        assert (await asyncio.wait_for(all_of(imports, "bob", iter(Slowless())), 30))[-1] == "done"
        assert not slow[1].begun.is_set()  # of one person one at a time
        for each in slow:
            each.go.set()
        assert [(await task)[-1] for task in waiting] == ["last"] * 5

    asyncio.run(scenario())


class Slowless:
    def __iter__(self) -> Iterator[str]:
        yield "done"


def test_an_import_goes_on_to_its_end_when_nobody_looks_and_keeps_its_turn() -> None:
    async def scenario() -> None:
        imports, slow, after = Imports(), Slow(), Slow()
        running = imports.run("ada", iter(slow))
        assert await anext(running) == "first"
        await running.aclose()  # type: ignore[attr-defined]  # a generator
        next_one = asyncio.create_task(all_of(imports, "ada", iter(after)))
        await asyncio.sleep(0.1)
        assert not after.begun.is_set()
        for each in (slow, after):
            each.go.set()
        await until(slow.ended)
        assert (await next_one)[-1] == "last"

    asyncio.run(scenario())


def test_too_many_that_wait_are_refused() -> None:
    async def scenario() -> None:
        imports, slow = Imports(most_waiting=1), Slow()
        waiting = asyncio.create_task(all_of(imports, "ada", iter(slow)))
        await until(slow.begun)
        with pytest.raises(NotAllowed, match="wait"):
            await all_of(imports, "ada", iter(Slowless()))
        slow.go.set()
        await waiting

    asyncio.run(scenario())


def test_an_error_is_raised_where_it_is_waited_for() -> None:
    def broken() -> Iterator[str]:
        yield "first"
        raise ValueError("here")

    with pytest.raises(ValueError, match="here"):
        asyncio.run(all_of(Imports(), "ada", broken()))


class Importing(PretendAssistant):
    """Its imports wait until they are let go."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go, self.ended = threading.Event(), threading.Event(), threading.Event()

    def add(self, paths: Iterable[Path | str], names: Iterable[str] | None = None) -> Iterator[IngestEvent]:
        self.begun.set()
        self.go.wait(20)
        yield from super().add(paths, names)
        self.ended.set()


@pytest.fixture
def slow() -> Iterator[Importing]:
    assistant = Importing()
    yield assistant
    assistant.go.set()


def page(number: int = 0) -> dict[str, object]:
    return {"batch": f"b{number}", "pages": ["https://a.example"]}


def test_somebody_elses_import_ends_meanwhile(slow: Importing, tmp_path: Path) -> None:
    site = Site.made(tmp_path)
    site.assistants["ada"] = slow
    with served(built(PretendAssistant(), login=site.login)) as address:
        ada, bob = (
            httpx.Client(base_url=address, headers={"authorization": f"Bearer {site.file.add_token(name)}"})
            for name in ("ada", "bob")
        )
        with ada, bob:
            join(ada, "ingest", page())
            assert slow.begun.wait(30)
            assert "a.example" in last_of(bob, "ingest", page())
            assert not slow.ended.is_set()


def test_questions_are_answered_while_a_folder_waits_to_be_imported(slow: Importing) -> None:
    with served(built(slow)) as address, httpx.Client(base_url=address) as client:
        for number in range(100):
            join(client, "ingest", page(number))
        assert "gale" in last_of(client, "ask", {"question": "When do sailings stop?", "turn": "t"})
        assert not slow.ended.is_set()
