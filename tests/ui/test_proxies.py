"""Who a request comes from is what the connection says, unless it comes from a proxy that was named."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.errors import SettingsError
from assistant.settings import load_settings
from tests.serving import built
from tests.ui.pretend import PretendAssistant
from tests.ui.site import Site
from ui.app import server_config


def statuses(folder: Path, *proxies: str) -> list[int]:
    """Of six wrong logins from this machine, each of which claims to come from elsewhere."""
    config = server_config(built(PretendAssistant(), login=Site.made(folder).login), "127.0.0.1", 0, proxies)
    config.load()
    client = TestClient(config.loaded_app, base_url="http://127.0.0.1:7860", client=("127.0.0.1", 5000))
    return [
        client.post(
            "/footnote/login",
            data={"name": "ada", "password": "a wrong one"},
            headers={"x-forwarded-for": f"203.0.113.{number}"},
        ).status_code
        for number in range(6)
    ]


def test_nobody_is_believed_about_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    assert statuses(tmp_path) == [401] * 5 + [429]


def test_a_proxy_elsewhere_is_not_this_machine(tmp_path: Path) -> None:
    assert statuses(tmp_path, "192.0.2.7") == [401] * 5 + [429]


def test_a_proxy_that_was_named_is_believed(tmp_path: Path) -> None:
    assert statuses(tmp_path, "127.0.0.0/8") == [401] * 6


def test_proxies_are_addresses_or_networks() -> None:
    assert load_settings(proxies="127.0.0.1, 10.0.0.0/8,::1").proxy_addresses == {"127.0.0.1", "10.0.0.0/8", "::1"}
    for wrong in ("*", "localhost", "10.0.0.1/8"):
        with pytest.raises(SettingsError, match="proxies"):
            load_settings(proxies=wrong)
