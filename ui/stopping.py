"""Stopping a question: ``POST /footnote/stop/TURN`` by the person who asked it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ui.login import owner_of


class Questions:
    """The questions that are being answered, by who asked them and their turn in the conversation."""

    def __init__(self) -> None:
        self._stops: dict[tuple[str, str], Event] = {}

    @contextmanager
    def answering(self, owner: str, turn: str) -> Iterator[Event]:
        """While a question is answered; gives what is set to stop it."""
        stop = self._stops[owner, turn] = Event()
        try:
            yield stop
        finally:
            self._stops.pop((owner, turn), None)

    def stop(self, owner: str, turn: str) -> None:
        """Stop a question. One that is over stays as it is."""
        if stop := self._stops.get((owner, turn)):
            stop.set()


def stop_route(questions: Questions) -> Route:
    """What stops a question."""

    async def stop(request: Request) -> Response:
        questions.stop(owner_of(request), request.path_params["turn"])
        return Response(status_code=204)

    return Route("/footnote/stop/{turn}", stop, methods=["POST"])
