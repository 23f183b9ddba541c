"""Makes the sample documents that are not plain text, from ``sources/``, with pandoc, LibreOffice and Chromium.

    python tests/eval/make_samples/make.py [NAME ...]

Run from anywhere; needs pandoc, soffice and chromium on the path. Without names it makes all of them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pptx
import yaml
from medals import write_medals

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
SAMPLES = HERE.parents[2] / "eval" / "samples"
TWO_COLUMNS = {"recovery-dexamethasone-summary.pdf"}
BY_BROWSER = TWO_COLUMNS | {"curiosity-landing.pdf"}


def main(wanted: list[str]) -> None:
    """Make the samples called ``wanted``, or all."""
    for source in sorted(SOURCES.glob("*.md")):
        fields, body = front_matter(source)
        if not wanted or fields["output"] in wanted:
            target = SAMPLES / fields["output"]
            MAKERS[target.suffix](source, target, fields, body)
    if not wanted or "olympic-medals.xlsx" in wanted:
        write_medals(SAMPLES / "olympic-medals.xlsx")


def front_matter(source: Path) -> tuple[dict[str, Any], str]:
    """The fields between the ``---`` lines of a source, and what follows them."""
    _, fields, body = source.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(fields), body.lstrip()


def make_docx(source: Path, target: Path, fields: dict[str, Any], body: str) -> None:
    """Pandoc's Word document, dated as the source is."""
    pandoc(source, target)
    document = docx.Document(str(target))
    stamp(document.core_properties, fields)
    document.save(str(target))


def make_pptx(source: Path, target: Path, fields: dict[str, Any], body: str) -> None:
    """Pandoc's slides: one for each heading of the first level."""
    pandoc(source, target, "--slide-level=1")
    slides = pptx.Presentation(str(target))
    stamp(slides.core_properties, fields)
    slides.save(str(target))


def make_epub(source: Path, target: Path, fields: dict[str, Any], body: str) -> None:
    """Pandoc's e-book."""
    pandoc(source, target, "--metadata", f"identifier=urn:footnote:{target.stem}")


def make_html(source: Path, target: Path, fields: dict[str, Any], body: str) -> None:
    """A page as a news site has it, with a menu and a footer around the article."""
    pandoc(source, target, f"--template={HERE / 'page.html'}")


def make_pdf(source: Path, target: Path, fields: dict[str, Any], body: str) -> None:
    """A PDF printed by Chromium or exported by LibreOffice from the Word document."""
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder) / target.name
        if target.name in BY_BROWSER:
            print_page(source, printed)
        else:
            export(source, printed)
        with pikepdf.open(printed) as pdf:
            moment = day(fields).strftime("D:%Y%m%d%H%M%SZ")
            pdf.docinfo.update({"/Title": fields["title"], "/Author": fields["author"]})
            pdf.docinfo.update({"/CreationDate": moment, "/ModDate": moment})
            if "/Metadata" in pdf.Root:  # states the moment of export
                del pdf.Root.Metadata
            pdf.save(target)


def print_page(source: Path, target: Path) -> None:
    """Chromium's print of the source as a page, in one or two columns."""
    page = target.with_suffix(".html")
    columns = 2 if target.name in TWO_COLUMNS else 1
    pandoc(source, page, f"--template={HERE / 'print.html'}", "--metadata", f"columns={columns}")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    run("chromium", *flags, f"--print-to-pdf={target}", page.as_uri())


def export(source: Path, target: Path) -> None:
    """LibreOffice's export of the source as a Word document."""
    written = target.with_suffix(".docx")
    pandoc(source, written)
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", str(target.parent), str(written))


def make_eml(source: Path, target: Path, fields: dict[str, Any], body: str) -> None:
    """One message with the thread before it quoted below."""
    message = EmailMessage()
    message["From"], message["To"], message["Cc"] = fields["sender"], fields["recipients"], fields["copies"]
    message["Subject"] = fields["title"]
    message["Date"] = parsedate_to_datetime(fields["date"])
    message["Message-ID"] = f"<{target.stem}@brightwater.example>"
    message.set_content(body, cte="quoted-printable")
    target.write_bytes(bytes(message))


def stamp(properties: Any, fields: dict[str, Any]) -> None:
    """Give an office document its title, author and date."""
    properties.title, properties.author = fields["title"], fields["author"]
    properties.created = properties.modified = day(fields)


def day(fields: dict[str, Any]) -> datetime:
    """Nine in the morning of the source's date."""
    return datetime(fields["date"].year, fields["date"].month, fields["date"].day, 9, tzinfo=UTC)


def pandoc(source: Path, target: Path, *options: str) -> None:
    """Convert with pandoc, quotes made typographic."""
    run("pandoc", "--standalone", "--from=markdown+smart", *options, f"--output={target}", str(source))


def run(*command: str) -> None:
    """Run a tool; what it says is shown only when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr}")


MAKERS: dict[str, Callable[[Path, Path, dict[str, Any], str], None]] = {
    ".docx": make_docx,
    ".pptx": make_pptx,
    ".epub": make_epub,
    ".html": make_html,
    ".pdf": make_pdf,
    ".eml": make_eml,
}

if __name__ == "__main__":
    main(sys.argv[1:])
