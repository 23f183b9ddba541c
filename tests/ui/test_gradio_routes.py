"""Of Gradio's routes only those are open that are used; none goes past its queue."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.serving import built
from tests.ui.pretend import PretendAssistant

BASE = "http://127.0.0.1:7860"


@pytest.mark.parametrize(
    "way",
    [
        *("upload", "upload_progress", "component_server", "file=/etc/passwd", "deep_link", "run/page", "run/predict"),
        *("api/page", "proxy=http://localhost", "run-history/buckets", "token", "stream/x/y/z/playlist-file"),
        *("queue/status", "monitoring"),
    ],
)
def test_routes_of_gradios_that_nobody_needs_are_shut(way: str) -> None:
    client = TestClient(built(PretendAssistant()), base_url=BASE)
    for method in ("GET", "POST"):
        assert client.request(method, f"/gradio_api/{way}").status_code == 404
