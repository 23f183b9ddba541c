"""The attacks on an assistant in memory, with few questions; ``make attack`` does them on the real chat."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.attack.attacks import attack
from tests.attack.site import Target
from tests.serving import built, served
from tests.ui.pretend import PretendAssistant
from tests.ui.site import Site


@pytest.mark.skipif(sys.platform != "linux", reason="threads and open files are counted by /proc")
def test_everything_holds(tmp_path: Path) -> None:
    site = Site.made(tmp_path)
    site.assistants["bob"] = PretendAssistant()  # documents that its answers can cite
    tokens = {name: site.file.add_token(name) for name in ("ada", "bob")}
    app = built(PretendAssistant(), login=site.login)
    figures: list[str] = []
    with served(app) as address:
        target = Target(address, tokens, os.getpid())
        attack(target, app, figures.append, questions=30)
    assert not target.faults
    assert len(figures) == 7
