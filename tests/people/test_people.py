"""Saying who somebody is: passwords, sessions, tokens, and how often one may be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import AccountError, TooManyTries
from assistant.people import AccountFile, People
from assistant.people.sessions import SECONDS, Sessions
from assistant.people.tries import WITHIN, Tries
from tests.people.test_accounts import CHEAP, OLD, PASSWORD

HERE = "192.0.2.1"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def file(tmp_path: Path) -> AccountFile:
    file = AccountFile(tmp_path / "people.jsonl", CHEAP)
    file.add("ada", PASSWORD)
    file.add("bob", "another long one")
    return file


@pytest.fixture
def people(file: AccountFile, tmp_path: Path) -> People:
    return People(file.path, tmp_path, CHEAP)


def test_only_the_right_password_lets_in(people: People, file: AccountFile) -> None:
    assert people.by_password(" Ada ", PASSWORD, HERE) == file.accounts()["ada"]
    for name, password in [("ada", "another long one"), ("bob", PASSWORD), ("eve", PASSWORD), ("ada", ""), ("", "")]:
        assert people.by_password(name, password, HERE) is None


def test_an_old_hash_is_replaced_when_its_person_logs_in(file: AccountFile, tmp_path: Path) -> None:
    ada = file.accounts()["ada"]
    file.path.write_text(file.path.read_text().replace(ada.password, OLD))
    people = People(file.path, tmp_path, CHEAP)
    assert people.by_password("ada", PASSWORD, HERE) is None
    typed = "caf\u00e9 noir, please"
    account = people.by_password("ada", typed, HERE)
    assert account == file.accounts()["ada"]
    assert account is not None
    assert account.password.startswith("$argon2id$")
    assert people.remembered("ada", typed) == people.by_password("ada", typed, HERE) == account


def test_an_old_hash_lets_in_where_the_file_cannot_be_written(
    file: AccountFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.path.write_text(file.path.read_text().replace(file.accounts()["ada"].password, OLD))
    people = People(file.path, tmp_path, CHEAP)

    def refused(*_: object) -> None:
        raise AccountError("it cannot be written")

    monkeypatch.setattr(AccountFile, "set_password", refused)
    account = people.by_password("ada", "caf\u00e9 noir, please", HERE)
    assert account is not None
    assert account.password == OLD


def test_a_file_that_holds_nobody(file: AccountFile, tmp_path: Path) -> None:
    file.remove("ada")
    file.remove("bob")
    with pytest.raises(AccountError, match="footnote user add"):
        People(file.path, tmp_path)
    with pytest.raises(AccountError, match="footnote user add"):
        People(tmp_path / "nowhere.jsonl", tmp_path)


def test_a_session_lasts_over_a_restart_and_until_logging_out(
    people: People, file: AccountFile, tmp_path: Path
) -> None:
    token = people.begin_session(file.accounts()["ada"])
    again = People(file.path, tmp_path, CHEAP)
    assert again.by_session(token) == file.accounts()["ada"]
    assert token not in (tmp_path / "sessions.json").read_text()
    assert (tmp_path / "sessions.json").stat().st_mode & 0o777 == 0o600
    again.end_session(token)
    assert again.by_session(token) is None
    assert People(file.path, tmp_path, CHEAP).by_session(token) is None


def test_a_session_ends_with_its_person_and_with_its_password(people: People, file: AccountFile) -> None:
    ada, bob = (people.begin_session(file.accounts()[name]) for name in ("ada", "bob"))
    file.set_password("bob", "yet another one")
    file.remove("ada")
    file.add("ada", PASSWORD)  # a namesake
    assert people.by_session(ada) is None
    assert people.by_session(bob) is None


def test_a_session_ends_by_itself(file: AccountFile, tmp_path: Path) -> None:
    clock = Clock()
    sessions = Sessions(tmp_path, clock)
    ada = file.accounts()["ada"]
    token = sessions.begin(ada)
    clock.now += SECONDS - 1
    assert sessions.runs(token, ada)
    clock.now += 2
    assert not sessions.runs(token, ada)


def test_the_oldest_of_too_many_sessions_ends(people: People, file: AccountFile) -> None:
    ada, bob = file.accounts()["ada"], file.accounts()["bob"]
    first = people.begin_session(ada)
    others = [people.begin_session(bob)] + [people.begin_session(ada) for _ in range(20)]
    assert people.by_session(first) is None
    assert all(people.by_session(token) for token in others)


def test_sessions_that_cannot_be_read_log_everybody_out(file: AccountFile, tmp_path: Path) -> None:
    (tmp_path / "sessions.json").write_text("[{}]")
    people = People(file.path, tmp_path, CHEAP)
    assert people.by_session(people.begin_session(file.accounts()["ada"])) is not None


def test_a_token_is_its_persons_until_it_is_revoked(people: People, file: AccountFile) -> None:
    token = file.add_token("bob")
    assert people.by_token(token) == file.accounts()["bob"]
    assert people.by_token(token + "x") is None
    assert people.by_token("") is None
    file.remove_tokens("bob")
    assert people.by_token(token) is None


def test_a_password_that_was_right_is_known_until_it_changes(people: People, file: AccountFile) -> None:
    assert people.remembered("ada", PASSWORD) is None
    people.by_password("ada", PASSWORD, HERE)
    assert people.remembered("Ada", PASSWORD) == file.accounts()["ada"]
    assert people.remembered("ada", PASSWORD + "x") is None
    assert people.remembered("bob", PASSWORD) is None
    file.set_password("ada", "yet another one")
    assert people.remembered("ada", PASSWORD) is None


def test_while_the_file_cannot_be_used_nobody_is_let_in(people: People, file: AccountFile) -> None:
    token = people.begin_session(file.accounts()["ada"])
    file.path.write_text("{")
    assert people.by_session(token) is None
    assert people.by_password("ada", PASSWORD, HERE) is None


def test_after_five_wrong_ones_even_the_right_one_waits(file: AccountFile, tmp_path: Path) -> None:
    clock = Clock()
    people = People(file.path, tmp_path, CHEAP, Tries(clock))
    for _ in range(5):
        assert people.by_password("ada", "a wrong one", HERE) is None
    clock.now += 100
    with pytest.raises(TooManyTries) as waiting:
        people.by_password("ada", PASSWORD, HERE)
    assert waiting.value.seconds == WITHIN - 100
    assert people.by_password("ada", PASSWORD, "192.0.2.2") is not None  # she herself, elsewhere
    assert people.by_password("bob", "another long one", HERE) is not None
    clock.now += WITHIN
    assert people.by_password("ada", PASSWORD, HERE) is not None


def test_one_address_cannot_go_through_all_names_nor_all_addresses_through_one() -> None:
    tries = Tries(Clock())
    assert [tries.begin(f"name{number}", HERE) for number in range(31)] == [0.0] * 30 + [WITHIN]
    assert [tries.begin("ada", f"198.51.100.{number}") for number in range(61)] == [0.0] * 60 + [WITHIN]


def test_the_right_password_takes_its_own_try_back() -> None:
    tries = Tries(Clock())
    for _ in range(100):
        assert tries.begin("ada", HERE) == 0
        tries.succeeded("ada", HERE)


def test_counting_takes_no_more_memory_than_it_may() -> None:
    tries = Tries(Clock())
    for number in range(12_000):
        tries.begin(f"name{number}", f"address{number}")
    assert len(tries._times) == 10_000
