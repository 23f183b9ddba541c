"""Office Open XML containers (DOCX, PPTX, XLSX): their kind, and a form of them that every library opens."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import TYPE_CHECKING

from assistant.reading import archive

if TYPE_CHECKING:
    from lxml import etree

_TYPES = "[Content_Types].xml"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"
_MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
_MAIN_TYPES = {
    "docx": _MAIN.format("wordprocessingml.document"),
    "pptx": _MAIN.format("presentationml.presentation"),
    "xlsx": _MAIN.format("spreadsheetml.sheet"),
}
_USUAL_NAMES = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}
# With those of documents with macros, of templates and of slide shows, which the libraries refuse.
_KINDS = {
    kind: re.compile(rf"application/vnd\.(?:openxmlformats-officedocument\.{markup}|ms-{program})\.[\w.]+\.main\+xml")
    for kind, markup, program in (
        ("docx", "wordprocessingml", "word"),
        ("pptx", "presentationml", "powerpoint"),
        ("xlsx", "spreadsheetml", "excel"),
    )
}


def is_kind(data: bytes, kind: str) -> bool:
    """Whether the bytes are a container whose main part is of this kind, by its type or its usual name."""
    if archive.holds(data, _USUAL_NAMES[kind]):
        return True
    if not archive.holds(data, _TYPES):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            return bool(_KINDS[kind].search(container.read(_TYPES).decode("utf-8", "replace")))
    except Exception:  # a damaged member raises half a dozen different things
        return False


def normalized(data: bytes, kind: str) -> bytes:
    """The container in Transitional Open XML, its main part of the usual type, without relations to missing parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        names = container.namelist()
        relations = [name for name in names if name.endswith(".rels")]
        strict = any(_STRICT.search(container.read(name)) for name in relations)
        changed = {name: _without_missing(container.read(name), name, set(names)) for name in relations}
        changed[_TYPES] = (
            _KINDS[kind].sub(_MAIN_TYPES[kind], container.read(_TYPES).decode("utf-8", "replace")).encode()
        )
        if not strict and all(changed[name] == container.read(name) for name in changed):
            return data
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as copy:
            for name in dict.fromkeys(names):
                part = changed.get(name) or container.read(name)
                copy.writestr(name, _STRICT.sub(_TRANSITIONAL, part) if strict and _is_xml(name) else part)
    return written.getvalue()


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels", ".vml"))


def _without_missing(source: bytes, name: str, names: set[str]) -> bytes:
    """A part of relations without those to parts that the container does not have."""
    root = parsed(source)
    folder = posixpath.dirname(posixpath.dirname(name))
    missing = [
        each
        for each in root
        if each.get("TargetMode") != "External" and _path(folder, each.get("Target") or "") not in names
    ]
    if not missing:
        return source
    for each in missing:
        root.remove(each)
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def parsed(source: bytes) -> etree._Element:
    """A part's tree; nothing outside of it is loaded."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    return etree.fromstring(source, parser=parser)


def related(container: zipfile.ZipFile, name: str) -> list[tuple[str, str]]:
    """What a part relates to inside the container: the last word of each relation's type, and the part's name."""
    folder, base = posixpath.split(name)
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    if relations not in container.namelist():
        return []
    return [
        ((each.get("Type") or "").rpartition("/")[2], _path(folder, each.get("Target") or ""))
        for each in parsed(container.read(relations))
        if each.get("TargetMode") != "External"
    ]


def _path(folder: str, target: str) -> str:
    target = target.partition("#")[0]
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
