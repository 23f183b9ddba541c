"""The file of people, and what is kept of passwords."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from assistant.errors import AccountError
from assistant.people import AccountFile
from assistant.people.passwords import hash_password, is_password

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "a long enough one"
# What version 3f7442d kept of “café noir, please”.
OLD = "scrypt$16$1$1$6XlBKDTiDr2p3quPoFvwwg==$yVJRV4T1jAmIDeVXcJFRcE88cNfuFXqwP2VvZFhnBbI="


@pytest.fixture
def file(tmp_path: Path) -> AccountFile:
    return AccountFile(tmp_path / "people.jsonl", CHEAP)


def test_a_person_is_kept_without_the_password(file: AccountFile) -> None:
    account = file.add("ada", PASSWORD)
    assert file.accounts() == {"ada": account}
    text = file.path.read_text()
    assert PASSWORD not in text
    assert text.count("\n") == 1
    assert file.path.stat().st_mode & 0o777 == 0o600


def test_the_parameters_are_kept_with_the_hash() -> None:
    kept = hash_password(PASSWORD, CHEAP)
    assert kept.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert is_password(PASSWORD, kept)
    assert not is_password(PASSWORD + " ", kept)
    assert kept != hash_password(PASSWORD, CHEAP)  # its salt


def test_hashes_of_earlier_versions_are_accepted() -> None:
    assert is_password("caf\u00e9 noir, please", OLD)
    assert not is_password("caf\u00e9 noir", OLD)


def test_the_same_letters_typed_elsewhere_are_the_same_password() -> None:
    assert is_password("cafe\u0301 noir", hash_password("caf\u00e9 noir", CHEAP))


@pytest.mark.parametrize("name", ["", "Ada", "ada lovelace", "-ada", "a/b", "a:b", "ada\n", "x" * 65])
def test_names_that_cannot_be(file: AccountFile, name: str) -> None:
    with pytest.raises(AccountError, match="cannot be a name"):
        file.add(name, PASSWORD)
    assert not file.path.exists()


@pytest.mark.parametrize("password", ["", "1234567", "x" * 1025])
def test_passwords_that_cannot_be(file: AccountFile, password: str) -> None:
    with pytest.raises(AccountError, match="8 to 1024 characters"):
        file.add("ada", password)


def test_nobody_is_added_twice_and_a_later_namesake_is_another(file: AccountFile) -> None:
    first = file.add("ada", PASSWORD)
    with pytest.raises(AccountError, match="there already"):
        file.add("ada", PASSWORD)
    assert file.remove("ada") == first
    assert file.add("ada", PASSWORD).id != first.id


def test_what_is_done_to_nobody_says_so(file: AccountFile) -> None:
    file.add("ada", PASSWORD)
    for act in (file.remove, file.add_token, file.remove_tokens):
        with pytest.raises(AccountError, match="nobody called “bob”"):
            act("bob")
    assert set(file.accounts()) == {"ada"}


def test_a_token_is_not_kept(file: AccountFile) -> None:
    file.add("ada", PASSWORD)
    tokens = {file.add_token("ada"), file.add_token("ada")}
    assert len(tokens) == len(file.accounts()["ada"].tokens) == 2
    assert not any(token in file.path.read_text() for token in tokens)
    assert file.remove_tokens("ada") == 2
    assert file.accounts()["ada"].tokens == ()


def test_many_who_change_it_at_once_lose_nothing(tmp_path: Path) -> None:
    def add(number: int) -> None:
        AccountFile(tmp_path / "people.jsonl", CHEAP).add(f"person{number}", PASSWORD)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add, range(16)))
    assert len(AccountFile(tmp_path / "people.jsonl").accounts()) == 16


def test_a_write_that_fails_changes_nothing(file: AccountFile, monkeypatch: pytest.MonkeyPatch) -> None:
    file.add("ada", PASSWORD)
    before = file.path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AccountError, match="No space left"):
        file.add("bob", PASSWORD)
    assert file.path.read_bytes() == before
    assert {path.name for path in file.path.parent.iterdir()} == {"people.jsonl", "people.jsonl.lock"}


def test_a_change_from_elsewhere_is_seen(file: AccountFile) -> None:
    file.add("ada", PASSWORD)
    AccountFile(file.path, CHEAP).add("bob", PASSWORD)
    assert set(file.accounts()) == {"ada", "bob"}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_file_that_others_may_read_is_not_used(file: AccountFile, mode: int) -> None:
    file.add("ada", PASSWORD)
    file.path.chmod(mode)
    with pytest.raises(AccountError, match="chmod 600"):
        file.accounts()


@pytest.mark.parametrize("text", ["{", '{"name": "ada"}', "ada:secret", "\udcff"])
def test_a_file_that_is_none_is_not_overwritten(file: AccountFile, text: str) -> None:
    file.path.touch(mode=0o600)
    file.path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(AccountError, match="not a file of people"):
        file.add("ada", PASSWORD)
    assert file.path.read_bytes() == text.encode("utf-8", "surrogateescape")
