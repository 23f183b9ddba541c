"""The gate, the page to log in on, and that everybody gets an assistant of their own behind it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from gradio_client import Client
from gradio_client.exceptions import AuthenticationError
from starlette.testclient import TestClient

from tests.people.test_accounts import PASSWORD
from tests.serving import built, served
from tests.ui.pages import page
from tests.ui.pretend import PretendAssistant
from tests.ui.site import Site

BASE = "http://127.0.0.1:7860"
CLOSED = [
    "/",
    "/config",
    "/gradio_api/info",
    "/gradio_api/queue/status",
    "/gradio_api/startup-events",
    "/gradio_api/file=/etc/passwd",
    "/theme.css",
    "/assets/index.js",
    "/v1/models",
    "/footnote/alive",
    "/footnote/static/main.js",
    "/footnote/static/tokens.css/",
    "/footnote/static/../static/main.js",
    "/footnote/login/",
    "/footnote/pages/x/1.png",
    "/footnote/originals/x",
    "/login",
    "/nowhere",
]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site.made(tmp_path)


@pytest.fixture
def client(site: Site) -> TestClient:
    app = built(PretendAssistant(), login=site.login, hosts=["notes.example"])
    return TestClient(app, base_url=BASE, follow_redirects=False)


def log_in(client: TestClient, name: str = "ada", password: str = PASSWORD, **more: str) -> int:
    return client.post("/footnote/login", data={"name": name, "password": password, **more}).status_code


@pytest.mark.parametrize("address", CLOSED)
def test_nothing_passes_without_a_login(client: TestClient, address: str) -> None:
    for method in ("GET", "POST", "HEAD", "PUT", "DELETE"):
        reply = client.request(method, address)
        assert reply.status_code == 401, method
        assert reply.headers["www-authenticate"].startswith("Bearer")
    assert "footnote user token" in client.get(address).json()["error"]["message"]


@pytest.mark.parametrize("name", ["tokens.css", "login.css", "icon.png"])
def test_the_login_page_has_its_looks(client: TestClient, name: str) -> None:
    assert client.get(f"/footnote/static/{name}").status_code == 200


def test_a_person_is_led_to_the_login_page_and_on_to_what_was_asked_for(client: TestClient) -> None:
    wanted = "/?source=ab&start=1&end=2"
    led = client.get(wanted, headers={"accept": "text/html"})
    assert led.status_code == 303
    shown = client.get(led.headers["location"])
    [hidden] = [box for box in page(shown.text.removeprefix("<!doctype html>")).all("input")
                if box.attributes["type"] == "hidden"]  # fmt: skip
    assert hidden.attributes["value"] == wanted
    sent = client.post("/footnote/login", data={"name": "Ada ", "password": PASSWORD, "next": wanted})
    assert (sent.status_code, sent.headers["location"]) == (303, wanted)
    assert client.get("/footnote/alive").status_code == 204


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "javascript:alert(1)", ""],
)
def test_logging_in_leads_nowhere_else(client: TestClient, wanted: str) -> None:
    sent = client.post("/footnote/login", data={"name": "ada", "password": PASSWORD, "next": wanted})
    assert (sent.status_code, sent.headers["location"]) == (303, "/")


def test_a_wrong_password_says_so_and_no_more(client: TestClient) -> None:
    replies = [
        client.post("/footnote/login", data={"name": name, "password": "a wrong one"}) for name in ("ada", "eve")
    ]
    assert {reply.status_code for reply in replies} == {401}
    shown = [page(reply.text.removeprefix("<!doctype html>")).all(class_="trouble") for reply in replies]
    assert [[line.text for line in lines] for lines in shown] == [["The name or the password is wrong."]] * 2
    assert not client.cookies
    assert "a wrong one" not in replies[0].text


def test_what_is_typed_is_shown_as_it_is(client: TestClient) -> None:
    hostile = '"><script>alert(1)</script>'
    reply = client.post("/footnote/login", data={"name": hostile, "password": "x", "next": hostile})
    assert "<script>" not in reply.text
    assert "default-src 'none'" in reply.headers["content-security-policy"]


def test_too_many_wrong_ones_have_to_wait(client: TestClient) -> None:
    assert [log_in(client, password="a wrong one") for _ in range(6)] == [401] * 5 + [429]
    waiting = client.post("/footnote/login", data={"name": "ada", "password": PASSWORD})
    assert waiting.status_code == 429
    assert 0 < int(waiting.headers["retry-after"]) <= 300
    basic = base64.b64encode(f"ada:{PASSWORD}".encode()).decode()
    assert client.get("/v1/models", headers={"authorization": f"Basic {basic}"}).status_code == 429


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: TestClient) -> None:
    sent = client.post("/footnote/login", data={"name": "ada", "password": PASSWORD})
    session, person = sent.headers.get_list("set-cookie")
    assert session.startswith("footnote_session=")
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=604800"} <= set(session.split("; "))
    assert "Secure" not in session
    assert person.startswith("footnote_person=ada.")


def test_over_https_the_cookie_goes_over_https_only(site: Site) -> None:
    client = TestClient(
        built(PretendAssistant(), login=site.login), base_url="https://localhost", follow_redirects=False
    )
    sent = client.post("/footnote/login", data={"name": "ada", "password": PASSWORD})
    assert all("Secure" in cookie for cookie in sent.headers.get_list("set-cookie"))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 204),
        ({"origin": BASE}, 204),
        ({"origin": "https://notes.example"}, 204),  # a proxy that calls by another name
        ({"origin": "http://localhost:3000"}, 401),  # another program's page on this machine
        ({"origin": "http://127.0.0.1:3000"}, 401),
        ({"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors"}, 401),  # its image or script
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, 204),  # a link from elsewhere
    ],
)
def test_the_cookie_counts_for_our_own_pages_only(client: TestClient, headers: dict[str, str], status: int) -> None:
    log_in(client)
    assert client.get("/footnote/alive", headers=headers).status_code == status


def test_no_other_page_logs_anybody_in_or_out(client: TestClient) -> None:
    elsewhere = {"origin": "http://localhost:3000"}
    sent = client.post("/footnote/login", data={"name": "ada", "password": PASSWORD}, headers=elsewhere)
    assert (sent.status_code, dict(client.cookies)) == (403, {})
    log_in(client)
    token = client.cookies["footnote_session"]
    assert client.post("/footnote/logout", headers=elsewhere).status_code == 401
    client.cookies.set("footnote_session", token)
    assert client.get("/footnote/alive").status_code == 204


def test_logging_out_makes_the_cookie_worthless(client: TestClient) -> None:
    log_in(client)
    token = client.cookies["footnote_session"]
    gone = client.post("/footnote/logout")
    assert (gone.status_code, gone.headers["location"]) == (303, "/footnote/login")
    assert not client.cookies
    client.cookies.set("footnote_session", token)
    assert client.get("/footnote/alive").status_code == 401


def test_somebody_who_is_removed_is_out_at_once(client: TestClient, site: Site) -> None:
    log_in(client)
    site.file.remove("ada")
    assert client.get("/footnote/alive").status_code == 401


@pytest.mark.parametrize(
    ("kind", "secret", "status"),
    [
        ("Bearer", "{token}", 200),
        ("bearer", "{token}", 200),
        ("Basic", "ada:{password}", 200),
        ("Basic", "Ada:{token}", 200),
        ("Basic", "bob:{token}", 401),
        ("Basic", "ada:a wrong one", 401),
        ("Bearer", "{password}", 401),
        ("Bearer", "", 401),
        ("Digest", "{token}", 401),
    ],
)
def test_programs_send_what_opens(client: TestClient, site: Site, kind: str, secret: str, status: int) -> None:
    value = secret.format(token=site.file.add_token("ada"), password=PASSWORD)
    value = base64.b64encode(value.encode()).decode() if kind == "Basic" else value
    for _ in range(2):
        assert client.get("/v1/models", headers={"authorization": f"{kind} {value}"}).status_code == status


@pytest.mark.parametrize("value", ["Basic %%%", "Basic /w==", "Basic", "Bearer", ""])
def test_what_is_no_secret_opens_nothing(client: TestClient, value: str) -> None:
    assert client.get("/v1/models", headers={"authorization": value}).status_code == 401


def test_uploads_of_others_are_not_served(client: TestClient) -> None:
    log_in(client)
    for address in ("/gradio_api/file=/etc/passwd", "/gradio_api/file/x", "/gradio_api/proxy=http://localhost/"):
        assert client.get(address).status_code == 404


def test_what_somebody_sees_is_not_kept_for_the_next(client: TestClient, site: Site) -> None:
    log_in(client)
    source = site.assistants["ada"].source("lighthouse.pdf").id
    image = client.get(f"/footnote/pages/{source}/1.png")
    assert (image.status_code, image.headers.get_list("cache-control")) == (200, ["private, no-store"])
    assert "no-store" not in client.get("/footnote/static/main.js").headers.get("cache-control", "")


def test_everybody_has_an_assistant_of_their_own(client: TestClient, site: Site) -> None:
    source = site.assistants["ada"].source("lighthouse.pdf").id
    for name, status in [("ada", 200), ("bob", 404)]:
        headers = {"authorization": f"Bearer {site.file.add_token(name)}"}
        assert client.get(f"/footnote/pages/{source}/1.png", headers=headers).status_code == status
        assert client.get(f"/footnote/originals/{source}", headers=headers).status_code == status
    asked = {"model": "footnote", "messages": [{"role": "user", "content": "What fuel does the ferry burn?"}]}
    assert client.post("/v1/chat/completions", json=asked, headers=headers).status_code == 200
    assert [len(site.assistants[name].histories) for name in ("ada", "bob")] == [0, 1]


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    with served(built(PretendAssistant(), login=site.login)) as address:
        yield address


def test_the_gradio_api_is_each_persons_own(address: str, site: Site) -> None:
    with pytest.raises(AuthenticationError):
        Client(address, verbose=False)
    counts = {}
    for name in ("ada", "bob"):
        headers = {"authorization": f"Bearer {site.file.add_token(name)}"}
        client = Client(address, verbose=False, headers=headers)
        counts[name] = len(client.predict(api_name="/documents"))
        client.close()
    assert counts == {"ada": 4, "bob": 0}
