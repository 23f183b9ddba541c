"""How much of files is read: ``python -m eval.benchmarks.fidelity FOLDER``.

Each file below the folder is read in the product's reading process. What another program reads in the same file
(pdftotext of Poppler, pandoc, LibreOffice, Python's own mail and CSV readers) is compared with the canonical text: the
share of its words that the text holds. The programs are needed for this only; kinds whose program is not installed are
read and not compared. ``--kept DIR`` keeps what they read, so that a second run takes less time.
"""

from __future__ import annotations

import argparse
import csv
import email
import email.policy
import hashlib
import io
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from email.message import EmailMessage
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.errors import ReadingError, TooLarge
from assistant.reading import supported
from assistant.reading.worker import Limits, ReadingWorker

LIMITS = Limits(seconds=60.0)
PATIENCE = 60  # seconds that another program may take over a file
_PATIENCE_MORE = 15  # seconds for each of many files
MEDIAN_AIM, LOW_AIM = 0.98, 0.90  # of the words, at the median and at the 5th percentile
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+")
_CUT_WORD = re.compile(r"(\w)[-\u00ad\u2010]\n\s*(\w)")
_PARAGRAPH = re.compile(r"<text:[ph]\b[^>]*(?<!/)>(.*?)</text:[ph]>", re.S)
_TAG = re.compile(r"<[^>]*>")
_BINARY = re.compile(r"<office:binary-data>.*?</office:binary-data>", re.S)
_NOTE_MARK = re.compile(r"\[\d+\]")  # of a footnote
_BOOK, _SHEET = re.compile(r"xl/workbook\d*\.xml$"), re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_HIDDEN, _NAME = re.compile(r'\bstate="(?:veryH|h)idden"'), re.compile(r'\bname="([^"]*)"')
_CSV_OF_ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
_BY_OFFICE = {
    **dict.fromkeys(("xlsx", "xlsm", "ods"), _CSV_OF_ALL_SHEETS),
    **dict.fromkeys(("pptx", "ppsx", "odp"), "fodp"),
}
_AT_ONCE = 15
_FEW = 50  # words; a share of less says little
Extract = Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file. ``share`` is None where nothing was compared; ``missed`` are the commonest misses."""

    file: str
    kind: str
    what: str  # "read", "refused", "broke the process" or "took too much"
    message: str = ""
    words: int = 0
    share: float | None = None
    missed: Sequence[str] = field(default=())


def words_of(text: str) -> Counter[str]:
    """The words of a text, compatible forms of letters made one, words cut at a line's end joined."""
    plain = unicodedata.normalize("NFKC", _CUT_WORD.sub(r"\1\2", text)).casefold()
    return Counter(_WORD.findall(plain.replace("\u00ad", "")))


def compared(theirs: str, ours: str) -> tuple[int, float | None, list[str]]:
    """How many words another program read, the share that our text has, and the commonest that it has not."""
    wanted, has = words_of(theirs), words_of(ours)
    total = wanted.total()
    missed = Counter({word: count for word, count in wanted.items() if word not in has})
    return total, 1 - missed.total() / total if total else None, [word for word, _ in missed.most_common(12)]


def check(path: Path, name: str, worker: ReadingWorker, extract: Extract) -> Outcome:
    """Read one file, and compare where another program can."""
    try:
        document = worker.read(path.read_bytes(), path.name)
    except TooLarge as error:
        return Outcome(name, _kind(path), "took too much", str(error))
    except ReadingError as error:
        what = "broke the process" if "broke down over it" in str(error) else "refused"
        return Outcome(name, _kind(path), what, str(error))
    theirs = "" if document.kind == "msg" and _kind(path) != "msg" else extract(path)
    if "\ufffd" in theirs:  # it could not tell the encoding
        theirs = ""
    total, share, missed = compared(theirs, f"{document.title}\n{document.author}\n{document.text}")
    return Outcome(name, document.kind, "read", "", total, share, missed)


def _kind(path: Path) -> str:
    return path.suffix.lower().lstrip(".")


def extraction(path: Path) -> str:
    """What another program reads in a file; nothing where there is none for its kind."""
    kind = _kind(path)
    if kind == "pdf":
        return _output("pdftotext", "-q", str(path), "-")
    if kind in ("docx", "docm", "dotx", "odt", "rtf", "epub", "html", "htm", "md"):
        form = {"docm": "docx", "dotx": "docx", "htm": "html", "md": "markdown"}.get(kind, kind)
        return _NOTE_MARK.sub("", _by_pandoc(path, form))
    if kind in _BY_OFFICE:
        return next(by_office([path]))
    if kind == "msg":
        return _mail(_output("msgconvert", "--outfile", "-", str(path)).encode())
    if kind == "eml":
        return _mail(path.read_bytes())
    return _plain(path) if kind in ("csv", "tsv", "txt") else ""


def _output(*command: str, patience: float = PATIENCE) -> str:
    if not shutil.which(command[0]):
        return ""
    with subprocess.Popen(  # noqa: S603  # the programs named above
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            output, _ = process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # LibreOffice starts programs of its own
            return ""
    return output.decode("utf-8", "replace") if process.returncode == 0 else ""


def _by_pandoc(path: Path, form: str) -> str:
    """The text by pandoc; of web pages without links and pictures, for menus are no main text."""
    with TemporaryDirectory(prefix="footnote-") as folder:
        without = Path(folder) / "without.lua"
        without.write_text("function Link() return {} end\nfunction Image() return {} end\n")
        filters = [f"--lua-filter={without}"] if form == "html" else []
        return _output("pandoc", "--wrap=none", "-f", form, "-t", "plain", *filters, str(path))


def by_office(paths: Sequence[Path]) -> Iterator[str]:
    """LibreOffice's text of files of one kind: of sheets as CSV, of slides by way of flat XML."""
    form = _BY_OFFICE[_kind(paths[0])]
    with TemporaryDirectory(prefix="footnote-") as folder:
        copies = [Path(folder) / f"{number:05}{path.suffix}" for number, path in enumerate(paths)]
        for path, copy in zip(paths, copies, strict=True):
            shutil.copyfile(path, copy)
        made, profile = Path(folder) / "made", f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = ("soffice", profile, "--headless", "--convert-to", form, "--outdir", str(made))
        _output(*command, *map(str, copies), patience=PATIENCE + _PATIENCE_MORE * len(paths))
        for copy in copies:
            texts = [_paragraphs(each.read_text("utf-8", "replace")) for each in made.glob(f"{copy.stem}.fodp")]
            sheets = {f"{copy.stem}-{name}.csv" for name in _hidden_sheets(copy)}
            shown = [each for each in sorted(made.glob(f"{copy.stem}*.csv")) if each.name not in sheets]
            yield "\n".join([*texts, *(each.read_text("utf-8", "replace") for each in shown)])


def _paragraphs(source: str) -> str:
    """The paragraphs of a presentation in LibreOffice's flat XML, its masters left out."""
    body = source.partition("<office:presentation")[2]
    return "\n".join(unescape(_TAG.sub("", each)) for each in _PARAGRAPH.findall(_BINARY.sub("", body)))


def _hidden_sheets(workbook: Path) -> list[str]:
    """The names of a workbook's hidden sheets, which LibreOffice writes too."""
    if _kind(workbook) == "ods" or not zipfile.is_zipfile(workbook):
        return []
    with zipfile.ZipFile(workbook) as container:
        parts = [container.read(name).decode("utf-8", "replace") for name in container.namelist() if _BOOK.search(name)]
    sheets = [sheet for part in parts for sheet in _SHEET.findall(part) if _HIDDEN.search(sheet)]
    return [unescape(name[1]) for sheet in sheets if (name := _NAME.search(sheet))]


def _mail(data: bytes) -> str:
    message = email.message_from_bytes(data, EmailMessage, policy=email.policy.default)
    body = message.get_body(("plain", "html"))
    try:
        text = str(body.get_content()) if body is not None else ""
    except (LookupError, KeyError):
        return ""
    if body is not None and body.get_content_subtype() == "html":
        text = _from_html(text)
    return f"{message['subject'] or ''}\n{text}"


def _from_html(page: str) -> str:
    with TemporaryDirectory(prefix="footnote-") as folder:
        file = Path(folder) / "page.html"
        file.write_text(page, encoding="utf-8")
        return extraction(file)


def _plain(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return ""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if path.suffix == ".tsv" else ",")
    return text if path.suffix == ".txt" else "\n".join(" ".join(row) for row in rows)


class Extractions:
    """What other programs read in files, kept in a folder; LibreOffice starts slowly and takes many at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def prepare(self, files: Iterable[Path]) -> None:
        """Have LibreOffice read what it is needed for and has not read yet."""
        for kind in _BY_OFFICE:
            missing = [path for path in files if _kind(path) == kind and not self._place(path).exists()]
            for some in (missing[at : at + _AT_ONCE] for at in range(0, len(missing), _AT_ONCE)):
                for path, text in zip(some, by_office(some), strict=True):
                    if text:  # else a file before it may have stopped the program
                        self._place(path).write_text(text, "utf-8", "replace")

    def __call__(self, path: Path) -> str:
        """The text of a file."""
        kept = self._place(path)
        if not kept.exists():
            kept.write_text(extraction(path), "utf-8", "replace")
        return kept.read_text("utf-8")

    def _place(self, path: Path) -> Path:
        return self._folder / f"{hashlib.sha256(path.read_bytes()).hexdigest()[:24]}{path.suffix}.txt"


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """A row for each kind: how many were read, and the shares of words."""
    yield "| kind | files | read | refused | broke | compared | median | 5th percentile |"
    yield "|---|---|---|---|---|---|---|---|"
    for kind in sorted({each.kind for each in outcomes}):
        of_kind = [each for each in outcomes if each.kind == kind]
        counts = Counter(each.what for each in of_kind)
        shares = shares_of(of_kind)
        broke = counts["broke the process"] + counts["took too much"]
        figures = f"{statistics.median(shares):.1%} | {low(shares):.1%}" if shares else "- | -"
        read = f"{len(of_kind)} | {counts['read']} | {counts['refused']} | {broke}"
        yield f"| {kind} | {read} | {len(shares)} | {figures} |"


def shares_of(outcomes: Iterable[Outcome]) -> list[float]:
    """The shares of files with some words, sorted."""
    return sorted(each.share for each in outcomes if each.share is not None and each.words >= _FEW)


def low(shares: Sequence[float]) -> float:
    """The 5th percentile of sorted shares, by nearest rank."""
    return shares[max(0, -(-len(shares) * 5 // 100) - 1)]


def checked(files: Sequence[Path], folder: Path, extractions: Extractions) -> list[Outcome]:
    """What came of each file; its name is its path below the folder."""
    extractions.prepare(files)
    worker = ReadingWorker(LIMITS)
    try:
        return [check(path, path.relative_to(folder).as_posix(), worker, extractions) for path in files]
    finally:
        worker.close()


def main() -> int:
    """The command line; 1 where a file broke the process, took too much, or a kind misses the aim."""
    parser = argparse.ArgumentParser(prog="python -m eval.benchmarks.fidelity", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of files; those in folders below it are checked too")
    parser.add_argument("--out", type=Path, help="file for what came of each file, as lines of JSON")
    parser.add_argument("--kept", type=Path, help="folder that keeps what the other programs read")
    given = parser.parse_args()
    files = [path for path in sorted(given.folder.rglob("*")) if path.is_file() and supported(path.name)]
    with TemporaryDirectory(prefix="footnote-") as passing:
        outcomes = checked(files, given.folder, Extractions(given.kept or Path(passing)))
    if given.out:
        lines = (json.dumps(asdict(each), ensure_ascii=False) for each in outcomes)
        given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write("\n".join(table(outcomes)) + "\n")
    return int(
        not all(_is_good([each for each in outcomes if each.kind == kind]) for kind in {each.kind for each in outcomes})
    )


def _is_good(of_kind: Sequence[Outcome]) -> bool:
    shares = shares_of(of_kind)
    whole = all(each.what in ("read", "refused") for each in of_kind)
    return whole and (not shares or (statistics.median(shares) >= MEDIAN_AIM and low(shares) >= LOW_AIM))


if __name__ == "__main__":
    sys.exit(main())
