"""``footnote user``, from the command line in."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main
from assistant.people import AccountFile
from assistant.people.passwords import is_password

PASSWORD = "a long enough one"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "people.jsonl"


@pytest.fixture
def user(file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        status = main(["user", *arguments, "--auth-file", str(file)])
        return status, *capsys.readouterr()

    return run


def test_a_person_comes_and_goes(user: Any, file: Path) -> None:
    status, out, err = user("add", "ada", "--password-stdin", typed=f"{PASSWORD}\n")
    assert (status, err) == (0, "")
    assert f"footnote chat --auth-file {file}" in out
    assert PASSWORD not in out
    assert is_password(PASSWORD, AccountFile(file).accounts()["ada"].password)
    status, out, _ = user("list", "--json")
    [row] = json.loads(out)
    assert (row["name"], row["tokens"]) == ("ada", 0)
    assert user("password", "ada", "--password-stdin", typed="quite another one")[0] == 0
    assert not is_password(PASSWORD, AccountFile(file).accounts()["ada"].password)
    assert json.loads(user("remove", "ada", "--json")[1]) == {"removed": "ada", "id": row["id"]}
    assert user("list")[1] == "Nobody may log in yet.\n"


def test_a_token_is_printed_alone(user: Any, file: Path) -> None:
    user("add", "ada", "--password-stdin", typed=PASSWORD)
    status, out, err = user("token", "ada")
    assert (status, err, len(out.strip().split())) == (0, "", 1)
    assert out.strip() not in file.read_text()
    assert json.loads(user("token", "ada", "--revoke", "--json")[1]) == {"revoked": 1}


@pytest.mark.parametrize(
    ("arguments", "typed", "told"),
    [
        (["add", "Ada", "--password-stdin"], PASSWORD, "cannot be a name"),
        (["add", "ada", "--password-stdin"], "short", "8 to 1024"),
        (["add", "ada"], PASSWORD, "--password-stdin"),
        (["token", "ada"], "", "footnote user add"),
        (["list"], "", "footnote user add"),
    ],
)
def test_what_cannot_be_done(user: Any, file: Path, arguments: list[str], typed: str, told: str) -> None:
    status, out, err = user(*arguments, typed=typed)
    assert (status, out) == (2, "")
    assert told in err
    assert not file.exists()
