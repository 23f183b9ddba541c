"""Of Gradio's routes only those are open that are used, and only stopping goes past its queue."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.serving import built
from tests.ui.pretend import PretendAssistant

BASE = "http://127.0.0.1:7860"


@pytest.mark.parametrize("way", ["upload", "upload_progress", "component_server", "file=/etc/passwd", "deep_link",
                                 "run/page", "api/page", "proxy=http://localhost", "run-history/buckets", "token",
                                 "stream/x/y/z/playlist-file", "queue/status", "monitoring"])  # fmt: skip
def test_routes_of_gradios_that_nobody_needs_are_shut(way: str) -> None:
    client = TestClient(built(PretendAssistant()), base_url=BASE)
    for method in ("GET", "POST"):
        assert client.request(method, f"/gradio_api/{way}").status_code == 404


def test_only_stopping_goes_past_the_queue() -> None:
    assistant = PretendAssistant()
    client = TestClient(built(assistant), base_url=BASE)
    statuses = {}
    for each in client.get("/config").json()["dependencies"]:
        name = each["targets"][0][1] if each["targets"] else each["api_name"]
        values = {"question": "When do sailings stop?", "turn": "t", "pages": ["https://a.example"]}
        body = {"fn_index": each["id"], "data": [None] * len(each["inputs"]), "event_data": values, "session_hash": "s"}
        statuses[each["api_name"], name] = client.post("/gradio_api/run/predict", json=body).status_code
    assert statuses.pop(("page", "halt")) == 200
    assert len(statuses) == 5
    assert set(statuses.values()) == {404}
    assert not assistant.histories
