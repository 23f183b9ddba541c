"""A site with a login and two people, each with documents of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from assistant.people import Account, AccountFile, People
from tests.people.test_accounts import CHEAP, PASSWORD
from tests.ui.pretend import PretendAssistant
from ui.login import Login


@dataclass
class Site:
    """A site with a login, and what each of its two people gets."""

    file: AccountFile
    login: Login
    assistants: dict[str, PretendAssistant] = field(default_factory=dict)

    @classmethod
    def made(cls, folder: Path) -> Site:
        file = AccountFile(folder / "people.jsonl", CHEAP)
        file.add("ada", PASSWORD)
        file.add("bob", PASSWORD)
        assistants = {"ada": PretendAssistant(), "bob": PretendAssistant()}
        assistants["bob"].shelf.clear()

        def assistant_of(account: Account) -> PretendAssistant:
            return assistants[account.name]

        return cls(file, Login(People(file.path, folder, CHEAP), assistant_of), assistants)
