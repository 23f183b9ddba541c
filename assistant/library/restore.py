"""A home made of a backup: prepared and checked whole before anything of it takes its place (see ``swapping``)."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
import zlib
from contextlib import closing
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from assistant.errors import ArchiveError
from assistant.library.archive import FORMAT, MANIFEST, MANIFESTS, Manifest, Packed, library_of
from assistant.library.checks import ill_formed_ids
from assistant.library.database import Database
from assistant.library.examine import held
from assistant.library.lock import WriteLock, make_folder
from assistant.library.rows import SCHEMA_VERSION
from assistant.library.salvage import examine_catalog
from assistant.library.swapping import DECIDED, NEW, PREPARED, swap
from assistant.settings import Settings

_CHUNK = 1 << 20
_MOST_MANIFEST = 200 << 20  # bytes: a million files


def restore(settings: Settings, file: Path, replace: bool) -> Manifest:
    """Fill an empty home from a backup; with ``replace`` also one that is not, whose library is set aside.

    Settings, sessions and watched folders of the home stay as they are, and a backup's are left out. Raises
    LibraryInUse while another process holds the home, and ArchiveError, with the home as it was, where the backup is
    not whole.
    """
    home = settings.at_home()
    prepared = home / PREPARED
    make_folder(home)
    with held(settings), WriteLock(home).held():
        try:
            if library_of(home) and not replace:
                raise ArchiveError(
                    f"The home {home} is not empty. Restore into another (--home), or add --replace: what is there "
                    "now is set aside."
                )
            manifest = _prepare(file, prepared)
            prepared.rename(home / DECIDED)
            swap(home)
        except OSError as error:
            raise ArchiveError(
                f"The backup {file} cannot be restored to {home} ({error.strerror}). Check that both are there and "
                "that there is room."
            ) from error
        finally:
            shutil.rmtree(prepared, ignore_errors=True)
    return manifest


def _prepare(file: Path, prepared: Path) -> Manifest:
    new = prepared / NEW
    new.mkdir(parents=True, mode=0o700)
    manifest = _unpack(file, new)
    if any(problem.check == "catalog" for problem in examine_catalog(new)):
        raise ArchiveError(f"The catalog in {file} is damaged. Nothing was changed. Use another backup.")
    with closing(Database(new / "catalog.sqlite")) as database:
        if ill_formed_ids(database.read):
            raise ArchiveError(f"The catalog in {file} holds ids that Footnote does not make. Nothing was changed.")
    return manifest


def _unpack(file: Path, new: Path) -> Manifest:
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(archive, file)
            free = shutil.disk_usage(new).free
            if manifest.size > free:
                raise ArchiveError(f"{file} needs {manifest.size:,} bytes, and there are {free:,}. Make room.")
            for name, packed in manifest.held.items():
                _extract(archive, name, packed, new)
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
    for name in manifest.files:
        parts = PurePosixPath(name).parts
        if not parts or name != "/".join(parts) or ".." in parts or name.startswith("/") or set(name) & set("\\:\0"):
            raise ArchiveError(f"The backup would write outside the home ({name!r}). Nothing was changed.")
    if "catalog.sqlite" not in manifest.held:
        raise ArchiveError(f"{file} holds no catalog. Nothing was changed. Use another backup.")
    return manifest


def _extract(archive: zipfile.ZipFile, name: str, packed: Packed, new: Path) -> None:
    path = new / name
    path.parent.mkdir(exist_ok=True, mode=0o700)
    digest, left = hashlib.sha256(), packed.size
    with archive.open(name) as member, path.open("xb") as out:
        while chunk := member.read(_CHUNK):
            digest.update(chunk)
            left -= len(chunk)
            if left < 0:
                break
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if left or digest.hexdigest() != packed.sha256:
        raise ArchiveError(f"{name} in the backup is damaged. Nothing was changed. Use another backup.")
