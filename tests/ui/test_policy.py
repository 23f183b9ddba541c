from __future__ import annotations

import base64
import hashlib
import re

import pytest
from starlette.testclient import TestClient

from tests.serving import built
from tests.ui.pretend import PretendAssistant


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(built(PretendAssistant()), base_url="http://127.0.0.1:7860")


def policy(client: TestClient, path: str) -> dict[str, str]:
    """The directives of a reply's policy."""
    header = client.get(path).headers["content-security-policy"]
    return {name: value for name, _, value in (part.strip().partition(" ") for part in header.split(";"))}


def test_the_page_may_load_from_here_only(client: TestClient) -> None:
    directives = policy(client, "/")
    assert directives["default-src"] == directives["connect-src"] == directives["form-action"] == "'self'"
    assert directives["img-src"] == "'self' data: blob:"
    assert {directives[name] for name in ("object-src", "frame-src", "worker-src", "frame-ancestors")} == {"'none'"}
    assert "'unsafe-inline'" not in directives["script-src"]
    assert not re.search(r"https?:|\*", " ".join(directives.values()))


def test_only_the_scripts_that_stand_in_the_page_are_let_through(client: TestClient) -> None:
    page = client.get("/")
    inline = re.findall(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", page.text, re.DOTALL)
    named = {f"'sha256-{base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()}'" for each in inline}
    assert named
    allowed = set(re.findall(r"'sha256-[^']+'", page.headers["content-security-policy"]))
    assert allowed == named
    assert int(page.headers["content-length"]) == len(page.content)


@pytest.mark.parametrize("path", ["/footnote/alive", "/v1/models", "/nothing", "/footnote/static/main.js", "/config"])
def test_what_is_no_page_may_do_nothing(client: TestClient, path: str) -> None:
    directives = policy(client, path)
    assert directives["default-src"] == "'none'"
    assert "sandbox" in directives


@pytest.mark.parametrize("path", ["/", "/footnote/alive", "/v1/models", "/nothing", "/footnote/static/main.js"])
@pytest.mark.parametrize("host", ["127.0.0.1:7860", "evil.example"])
def test_every_reply_has_the_other_headers(client: TestClient, path: str, host: str) -> None:
    headers = client.get(path, headers={"host": host}).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"  # nothing is told elsewhere
    assert "camera=()" in headers["permissions-policy"]
    assert "content-security-policy" in headers
