"""Originals are saved, never shown, under a name that every system takes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.ui.pretend import FIXTURES, PretendAssistant
from ui.login import of_everybody
from ui.originals import ADDRESS, file_name, originals


@pytest.fixture(scope="module")
def assistant() -> PretendAssistant:
    return PretendAssistant()


@pytest.fixture(scope="module")
def client(assistant: PretendAssistant) -> TestClient:
    return TestClient(Starlette(routes=[originals(of_everybody(assistant))]))


def test_the_file_itself_is_given_to_be_saved(assistant: PretendAssistant, client: TestClient) -> None:
    reply = client.get(ADDRESS + assistant.source("lighthouse.pdf").id)
    assert reply.content == (FIXTURES / "lighthouse.pdf").read_bytes()
    assert reply.headers["content-disposition"] == 'attachment; filename="lighthouse.pdf"'
    assert reply.headers["content-type"] == "application/octet-stream"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in reply.headers["content-security-policy"]


@pytest.mark.parametrize("source", ["unknown", "..%2f..%2fetc%2fpasswd", "%2e%2e"])
def test_nothing_else_is_given(client: TestClient, source: str) -> None:
    assert client.get(ADDRESS + source).status_code == 404


@pytest.mark.parametrize(
    ("name", "suffix", "saved"),
    [
        ("papers/2020/report.pdf", ".pdf", "report.pdf"),
        ("..\\..\\autoexec.bat", ".txt", "autoexec.bat.txt"),
        ("REPORT.PDF", ".pdf", "REPORT.pdf"),
        ("https://tides.example/a/today", ".html", "tides.example-today.html"),
        ("https://tides.example/", ".html", "tides.example.html"),
        ('a"; filename="b\r\nset-cookie: x.txt', ".txt", "a-; filename=-b-set-cookie- x.txt"),
        ("invoice\u202efdp.exe", ".pdf", "invoicefdp.exe.pdf"),
        ("///", ".txt", "0123.txt"),
        ("x" * 300, ".md", "x" * 120 + ".md"),
        ("Ærø – færgefart.md", ".md", "Ærø – færgefart.md"),
    ],
)
def test_names_are_made_harmless(assistant: PretendAssistant, name: str, suffix: str, saved: str) -> None:
    source = replace(assistant.source("ferry.md"), id="0123", name=name)
    assert file_name(source, suffix) == saved
