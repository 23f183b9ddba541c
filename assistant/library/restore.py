"""A home made of a backup: checked whole before anything of it takes its place."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from assistant.errors import ArchiveError
from assistant.library.archive import FORMAT, MANIFEST, MANIFESTS, Manifest, Packed, contents
from assistant.library.aside import place_aside
from assistant.library.examine import held
from assistant.library.lock import WriteLock, make_folder
from assistant.library.rows import SCHEMA_VERSION
from assistant.library.salvage import examine_catalog
from assistant.settings import Settings

_CHUNK = 1 << 20
_MOST_MANIFEST = 200 << 20  # bytes: a million files


def restore(settings: Settings, file: Path, replace: bool) -> Manifest:
    """Fill an empty home from a backup; with ``replace`` also one that is not, whose content is set aside.

    Raises LibraryInUse while another process holds it, and ArchiveError, with the home as it was, where the backup is
    not whole.
    """
    home = settings.at_home()
    draft = home / "restoring"
    make_folder(draft)
    with held(settings), WriteLock(home).held():
        try:
            present = contents(home)
            if present and not replace:
                raise ArchiveError(
                    f"The home {home} is not empty. Restore into another (--home), or add --replace: what is there "
                    "now is set aside."
                )
            shutil.rmtree(draft)
            draft.mkdir()
            manifest = _unpack(file, draft)
            if examine_catalog(draft):
                raise ArchiveError(f"The catalog in {file} is damaged. Nothing was changed. Use another backup.")
            if present:
                _clear(home, present)
            for path in sorted(draft.iterdir(), key=lambda path: path.name == "catalog.sqlite"):  # the catalog last
                path.rename(home / path.name)
        except OSError as error:
            raise ArchiveError(
                f"The backup {file} cannot be restored to {home} ({error.strerror}). Check that both are there and "
                "that there is room."
            ) from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return manifest


def _clear(home: Path, present: list[Path]) -> None:
    """Set everything aside but what was set aside before."""
    before = place_aside(home, "before-restore")
    before.mkdir()
    for path in present:
        if path.name != "aside":
            path.rename(before / path.name)


def _unpack(file: Path, draft: Path) -> Manifest:
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(archive, file)
            free = shutil.disk_usage(draft).free
            if manifest.size > free:
                raise ArchiveError(f"{file} needs {manifest.size:,} bytes, and there are {free:,}. Make room.")
            for name, packed in manifest.files.items():
                _extract(archive, name, packed, draft)
            return manifest
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, KeyError) as error:
        raise ArchiveError(f"{file} is not a whole backup ({error}). Nothing was changed. Use another one.") from error


def _manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    if archive.getinfo(MANIFEST).file_size > _MOST_MANIFEST:
        raise ArchiveError(f"The manifest of {file} is too large for a backup. Nothing was changed.")
    try:
        manifest = MANIFESTS.validate_json(archive.read(MANIFEST))
    except ValidationError as error:
        raise ArchiveError(f"{file} is not a backup of Footnote. Nothing was changed.") from error
    if manifest.format > FORMAT or manifest.schema > SCHEMA_VERSION:
        raise ArchiveError(f"{file} was made by a newer Footnote ({manifest.footnote}). Update, and restore it then.")
    if sorted(archive.namelist()) != sorted([*manifest.files, MANIFEST]):
        raise ArchiveError(f"{file} does not hold just what its manifest says. Nothing was changed. Use another one.")
    return manifest


def _extract(archive: zipfile.ZipFile, name: str, packed: Packed, draft: Path) -> None:
    parts = PurePosixPath(name).parts
    if not parts or name != "/".join(parts) or ".." in parts or name.startswith("/") or set(name) & set("\\:\0"):
        raise ArchiveError(f"The backup would write outside the home ({name!r}). Nothing was changed.")
    path = draft.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, left = hashlib.sha256(), packed.size
    with archive.open(name) as member, path.open("xb") as out:
        while chunk := member.read(_CHUNK):
            digest.update(chunk)
            left -= len(chunk)
            if left < 0:
                break
            out.write(chunk)
    if left or digest.hexdigest() != packed.sha256:
        raise ArchiveError(f"{name} in the backup is damaged. Nothing was changed. Use another backup.")
