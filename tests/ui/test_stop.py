"""A question is stopped by who asked it, and by nobody else."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from tests.people.test_accounts import PASSWORD
from tests.serving import built
from tests.ui.pretend import PretendAssistant
from tests.ui.site import Site
from ui.stopping import Questions

BASE = "http://127.0.0.1:7860"


def test_each_stops_only_their_own() -> None:
    questions = Questions()
    with questions.answering("ada", "t") as adas, questions.answering("bob", "t") as bobs:
        questions.stop("ada", "t")
        questions.stop("ada", "another")
        assert (adas.is_set(), bobs.is_set()) == (True, False)
    questions.stop("bob", "t")  # it is over
    assert not bobs.is_set()


def test_nobody_stops_anything_without_a_login(tmp_path: Path) -> None:
    client = TestClient(built(PretendAssistant(), login=Site.made(tmp_path).login), base_url=BASE)
    assert client.post("/footnote/stop/t").status_code == 401
    client.post("/footnote/login", data={"name": "ada", "password": PASSWORD})
    assert client.post("/footnote/stop/t").status_code == 204
    assert client.post("/footnote/stop/t", headers={"origin": "https://elsewhere.example"}).status_code == 403
