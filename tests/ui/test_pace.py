from __future__ import annotations

from itertools import repeat

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.serving import built
from tests.ui.pretend import PretendAssistant
from ui.pace import Pace
from ui.uploads import ADDRESS as UPLOADS

PATH = "/v1/chat/completions"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(clock: Clock) -> TestClient:
    app = Starlette(
        routes=[
            Route(path, lambda _: PlainTextResponse("ok"), methods=["GET", "POST"]) for path in (PATH, UPLOADS, "/x")
        ]
    )
    return TestClient(Pace(app, burst=3, rate=0.5, clock=clock))


def statuses(client: TestClient, count: int, path: str = PATH) -> list[int]:
    return [client.post(path).status_code for _ in range(count)]


def test_who_asks_too_often_waits(client: TestClient, clock: Clock) -> None:
    assert statuses(client, 4) == [200, 200, 200, 429]
    reply = client.post(PATH)
    assert (reply.headers["retry-after"], reply.json()["error"]["code"]) == ("3", "rate_limit_exceeded")
    clock.now = 2.0
    assert statuses(client, 2) == [200, 429]


def test_a_folder_of_uploads_leaves_room_for_its_import(client: TestClient) -> None:
    assert statuses(client, 4, UPLOADS) == [200, 200, 200, 429]
    assert statuses(client, 4) == [200, 200, 200, 429]


def test_only_asking_counts(client: TestClient) -> None:
    assert statuses(client, 9, "/x") == [200] * 9
    assert [client.get(PATH).status_code for _ in range(9)] == [200] * 9


def test_each_client_has_a_measure_of_its_own(clock: Clock) -> None:
    pace = Pace(Starlette(), burst=2, rate=1, clock=clock)
    assert [pace._wait("a") > 0 for _ in range(3)] == [False, False, True]
    assert not pace._wait("b")


def test_the_page_has_it() -> None:
    client = TestClient(built(PretendAssistant()), base_url="http://127.0.0.1:7860")
    told = {client.post("/v1/chat/completions", content=b"").status_code for _ in repeat(None, 300)}
    assert 429 in told
