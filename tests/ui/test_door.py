"""Where the chat may listen, and what is said of where it may not."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.errors import SettingsError
from tests.serving import built
from tests.ui.pretend import PretendAssistant
from ui.launch import Door

FILE = Path("people.jsonl")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "notes.example", "::"])
def test_another_address_takes_a_login_or_is_said_twice(host: str) -> None:
    with pytest.raises(SettingsError) as told:
        Door(host, 7860).check()
    assert all(word in str(told.value) for word in (host, "footnote user add", "--auth-file", "--without-login"))


@pytest.mark.parametrize("door", [{"auth_file": FILE}, {"without_login": True}], ids=str)
def test_then_it_may_be(door: dict[str, object]) -> None:
    Door("0.0.0.0", free_port(), **door).check()  # type: ignore[arg-type]  # as parametrized


def test_a_login_and_none_is_no_answer() -> None:
    with pytest.raises(SettingsError, match="Leave one of them out"):
        Door("127.0.0.1", 7860, FILE, without_login=True).check()


def test_any_free_port_is_said_as_what_it_is() -> None:
    door = Door("127.0.0.1", 0).check()
    assert door.port
    assert door.address == f"http://127.0.0.1:{door.port}"


def test_a_port_that_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match="Try --port"):
            Door("127.0.0.1", port).check()


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:7860"),
        ("0.0.0.0", "http://127.0.0.1:7860"),
        ("::", "http://[::1]:7860"),
        ("192.0.2.7", "http://192.0.2.7:7860"),
    ],
)
def test_how_this_machine_reaches_it(host: str, address: str) -> None:
    assert Door(host, 7860).address == address


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(built(PretendAssistant(), elsewhere=True, hosts=["notes.example"]))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "192.0.2.7:7860"}, 204),
        ({"host": "192.0.2.7:7860", "origin": "http://192.0.2.7:7860"}, 204),
        ({"host": "[2001:db8::7]:7860", "origin": "http://[2001:db8::7]:7860"}, 204),
        ({"host": "notes.example", "origin": "https://notes.example"}, 204),
        ({"host": "192.0.2.7:7860", "origin": "http://198.51.100.1"}, 403),  # another site that has no name
        ({"host": "192.0.2.7:7860", "origin": "http://192.0.2.7:8000"}, 403),
        ({"host": "evil.example:7860"}, 403),  # a name that its owner points at this machine
        ({"host": "evil.example:7860", "origin": "http://evil.example:7860"}, 403),
    ],
)
def test_who_may_call_from_elsewhere(client: TestClient, headers: dict[str, str], status: int) -> None:
    assert client.get("/footnote/alive", headers=headers).status_code == status
