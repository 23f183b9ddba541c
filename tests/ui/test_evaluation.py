"""The Evaluation page gives the reports of the home's runs, and nothing else of this machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ui.evaluation import ADDRESS, evaluation


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    runs = tmp_path / "runs"
    (runs / "2026-01-02").mkdir(parents=True)
    (runs / "index.html").write_text("<main><p>all runs</main>", encoding="utf-8")
    (runs / "2026-01-02" / "report.html").write_text("<main><p>one run</main>", encoding="utf-8")
    (tmp_path / "report.html").write_text("secret", encoding="utf-8")
    (runs / "report.html").write_text("secret", encoding="utf-8")
    return TestClient(Starlette(routes=evaluation(runs)))


def test_the_page_and_a_run_without_scripts(client: TestClient) -> None:
    for address, text in ((ADDRESS, "all runs"), (f"{ADDRESS}2026-01-02/report.html", "one run")):
        reply = client.get(address)
        assert (reply.status_code, text in reply.text) == (200, True)
        assert "default-src 'none'" in reply.headers["content-security-policy"]
        assert '<a href="/">Back to the chat</a>' in reply.text


@pytest.mark.parametrize("run", ["..", "%2e%2e", ".", "other", "2026-01-02/..", "index.html"])
def test_nothing_else(client: TestClient, run: str) -> None:
    reply = client.get(f"{ADDRESS}{run}/report.html")
    assert reply.status_code == 404
    assert "secret" not in reply.text


def test_without_runs_it_says_how_to_make_one(tmp_path: Path) -> None:
    reply = TestClient(Starlette(routes=evaluation(tmp_path / "runs"))).get(ADDRESS)
    assert (reply.status_code, "footnote eval" in reply.text) == (404, True)
