"""Files are read in a process of their own: whatever happens to it is told as an error, and the next file is read."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import DamagedFile, EncryptedFile, NoText, ReadingError, TooLarge
from assistant.reading import read, render
from assistant.reading import worker as workers
from assistant.reading.worker import Limits, ReadingPool, ReadingWorker
from assistant.records import Document
from tests.reading.fixtures import READABLE, data, document

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the tests send signals, and bound memory")


@pytest.fixture
def worker() -> Iterator[ReadingWorker]:
    made = ReadingWorker()
    yield made
    made.close()


def broken(monkeypatch: pytest.MonkeyPatch, does: str, limits: Limits | None = None) -> ReadingWorker:
    """A worker in whose process reading a file named "trap.txt" does something else."""
    real = workers._START
    script = (
        "import assistant.reading as room, os, sys, time\n"
        "real = room.read\n"
        "def read(data, name, suffix):\n"
        f"    if name == 'trap.txt': {does}\n"
        "    return real(data, name, suffix)\n"
        "room.read = read\n"
    )
    first, rest = real.split("; from assistant", 1)
    monkeypatch.setattr(workers, "_START", f"{first}\n{script}from assistant{rest}")
    return ReadingWorker(limits or Limits())


def goes_on(worker: ReadingWorker) -> bool:
    return worker.read(b"The next file is read.", "next.txt").text == "The next file is read."


@pytest.mark.parametrize("name", READABLE)
def test_it_reads_as_the_room_does(name: str, worker: ReadingWorker) -> None:
    assert worker.read(data(name), name) == document(name)


def test_errors_come_through_as_they_are(worker: ReadingWorker) -> None:
    for name, kind in (("encrypted.pdf", EncryptedFile), ("image-only.pdf", NoText), ("nothing.txt", NoText)):
        content = data(name) if name.endswith(".pdf") else b""
        with pytest.raises(kind) as there:
            worker.read(content, name)
        with pytest.raises(kind) as here:
            read(content, name)
        assert str(there.value) == str(here.value)
    assert goes_on(worker)


def test_pages_are_drawn(worker: ReadingWorker) -> None:
    assert worker.page_png(data("report.pdf"), 1, 1.0) == render.page_png(data("report.pdf"), 1, 1.0)
    with pytest.raises(NoText, match="there is no page 99"):
        worker.page_png(data("report.pdf"), 99)


def test_a_crash_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = broken(monkeypatch, "os.abort()")
    with pytest.raises(DamagedFile, match=r"^trap\.txt: The program that reads it broke down"):
        worker.read(b"words", "trap.txt")
    assert goes_on(worker)
    worker.close()


@pytest.mark.parametrize("hangs", ["time.sleep(600)", "[None for _ in iter(int, 1)]"])
def test_a_hang_is_given_up(hangs: str, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = broken(monkeypatch, hangs, Limits(seconds=1.0))
    with pytest.raises(TooLarge, match=r"^trap\.txt: It was given up after 1 seconds"):
        worker.read(b"words", "trap.txt")
    assert goes_on(worker)
    worker.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the address space")
def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = broken(monkeypatch, "bytes(4 << 30)", Limits(memory=1 << 30))
    with pytest.raises(TooLarge, match=r"^trap\.txt: Reading it takes more than 1\.0 GB"):
        worker.read(b"words", "trap.txt")
    assert goes_on(worker)
    worker.close()


def test_text_is_bounded() -> None:
    worker = ReadingWorker(Limits(characters=100))
    with pytest.raises(TooLarge, match=r"^long\.txt: It holds 101 characters of text, more than the 100 "):
        worker.read(b"x" * 101, "long.txt")
    assert goes_on(worker)
    worker.close()


@pytest.mark.parametrize(
    "said",
    [
        "b'no frame at all, but long enough'",
        "b'\\xff' * 16",
        *(f"struct.pack('!QQ', 2, 0) + b'{head}'" for head in ("[]", "{}")),
    ],
)
def test_what_is_no_reply_is_an_error(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that has taken the process over may have it say anything."""
    says = f"lambda stream, *_: (stream.write({said}), stream.flush(), os._exit(0))"
    worker = broken(monkeypatch, f"import struct, assistant.reading.child as child; child.send = {says}")
    with pytest.raises(DamagedFile, match="broke down"):
        worker.read(b"words", "trap.txt")
    assert goes_on(worker)
    worker.close()


def test_a_process_that_somebody_ended_is_started_again(worker: ReadingWorker) -> None:
    assert goes_on(worker)
    process = worker._process
    assert process is not None
    process.kill()
    process.wait()
    assert goes_on(worker)


def test_after_many_files_a_fresh_process_takes_over(worker: ReadingWorker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_MOST_REQUESTS", 2)
    for _ in range(2):
        assert goes_on(worker)
    assert worker._process is None
    assert goes_on(worker)


def test_a_slow_file_keeps_no_other_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on, reads = threading.Event(), threading.Event(), ReadingWorker.read

    def slowly(self: ReadingWorker, data: bytes, name: str, suffix: str = "") -> Document:
        if name == "slow.txt":
            begun.set()
            go_on.wait(30)
        return reads(self, data, name, suffix)

    monkeypatch.setattr(ReadingWorker, "read", slowly)
    pool = ReadingPool(size=2)
    slow = threading.Thread(target=pool.read, args=(b"High water.", "slow.txt"))
    slow.start()
    assert begun.wait(30)
    assert pool.read(b"Low water.", "quick.txt").text == "Low water."
    go_on.set()
    slow.join(30)
    pool.close()


def test_threads_wait_for_each_other(worker: ReadingWorker) -> None:
    texts: list[str] = []
    threads = [
        threading.Thread(target=lambda n=n: texts.append(worker.read(b"number %d" % n, "a.txt").text)) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(texts) == [f"number {n}" for n in range(8)]


def test_it_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("FOOTNOTE_CHROMA_TOKEN", "secret")
    worker = broken(monkeypatch, "from assistant.errors import NoText; raise NoText(repr(dict(os.environ)))")
    with pytest.raises(NoText) as told:
        worker.read(b"words", "trap.txt")
    assert "PATH" in str(told.value)
    assert "secret" not in str(told.value)
    worker.close()


def test_what_it_writes_stays_empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    worker = broken(monkeypatch, f"open({str(tmp_path / 'written')!r}, 'w').write('words' * 10_000)")
    with pytest.raises(ReadingError):
        worker.read(b"words", "trap.txt")
    assert not any(path.stat().st_size for path in tmp_path.iterdir())
    worker.close()


SEALED = [
    "__import__('socket').socket()",
    "__import__('socket').create_connection(('127.0.0.1', 9))",
    "__import__('subprocess').run(['true'])",
    "os.execv('/bin/true', ['true'])",
    "open({path!r}, 'w')",
    "open({path!r}, 'a')",
    "os.open({path!r}, os.O_RDWR)",
    "os.remove({path!r})",
    "os.rename({path!r}, {path!r} + '2')",
    "os.truncate({path!r}, 0)",
    "os.mkdir({path!r} + '2')",
    "os.symlink({path!r}, {path!r} + '2')",
    "os.chmod({path!r}, 0)",
    "os.kill(os.getppid(), 0)",
]


@pytest.mark.skipif(sys.platform != "linux", reason="the seal is Linux's")
@pytest.mark.parametrize("does", SEALED)
def test_the_kernel_refuses_the_rest(does: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("kept", encoding="utf-8")
    body = (
        "\n        from assistant.errors import NoText\n"
        f"        try: {does.format(path=str(path))}\n"
        "        except PermissionError: raise NoText('refused')"
    )
    worker = broken(monkeypatch, body)
    with pytest.raises(NoText, match=r"^refused$"):
        worker.read(b"words", "trap.txt")
    worker.close()
    assert [each.read_text(encoding="utf-8") for each in tmp_path.iterdir()] == ["kept"]


def test_a_folder_full_of_programs_is_not_imported_from(worker: ReadingWorker, tmp_path: Path) -> None:
    """Documents may lie beside a json.py."""
    (tmp_path / "json.py").write_text("raise SystemExit('imported')", encoding="utf-8")
    script = (
        "import sys; sys.path.remove(''); from assistant.reading.worker import ReadingWorker\n"
        "worker = ReadingWorker(); print(worker.read(b'words', 'a.txt').text); worker.close()"
    )
    root = str(Path(__file__).parents[2])
    script = f"import sys; sys.path = [each for each in sys.path if each] + [{root!r}]; sys.path.append(''); {script}"
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout == "words\n", done.stderr


def test_it_ends_with_the_app() -> None:
    script = (
        "from assistant.reading.worker import ReadingWorker; import os\n"
        "worker = ReadingWorker(); worker.read(b'words', 'a.txt'); print(worker._process.pid, flush=True); os._exit(0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    for _ in range(500):
        if not _lives(int(done.stdout)):
            return
        threading.Event().wait(0.02)
    raise AssertionError("it goes on without the app")


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
