"""Damage to real files: their bytes, the members of their containers, and the streams of their PDFs."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_NUMBERS = b"0|-1|1|255|65535|65536|2147483647|-2147483648|4294967296|99999999999999999999|0.0000001|1e308|NaN".split(
    b"|"
)
_MOST_BYTES = 2_000_000
# What parsers of these formats trip over.
_TOKENS: tuple[bytes, ...] = (
    *(
        b"\0",
        b"\xff",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xc3\x28",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\r",
        b"\x1b[2J",
    ),
    *(letter.encode() for letter in "\u202e\u2066\u200b\u00ad\u0301\u1100\ufb01\U0001f468\u200d\U0001f469\u2028\ufffd"),
    *(
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
        b"&e;",
        b"&#0;",
    ),
    *(
        b"<table>",
        b"</table>",
        b"<td colspan=99999>",
        b"<pre>",
        b"<li>",
        b"<template>",
        b"<svg>",
        b"<math>",
        b"<p hidden>",
    ),
    *(
        b"```",
        b"|---|",
        b"    ",
        b"> " * 50,
        b"* " * 50,
        b"[a]: b",
        b"---\n",
        b"![",
        b"](",
        b"#" * 7,
        b"\t",
        b"\\",
        b"$$",
    ),
    *(
        b"\\trowd\\cellx1 ",
        b"\\cell\\row ",
        b"{\\*\\x ",
        b"\\u-1?",
        b"\\bin9999 ",
        b'table:number-columns-repeated="999999"',
        b'table:number-rows-repeated="9999999"',
        b"<text:list>",
        b'text:outline-level="99"',
    ),
    *(
        b'"',
        b",",
        b";",
        b'""',
        b"\n\n\n",
        b"=?utf-8?b?4pyT?=",
        b"=?x?q?=FF?=",
        b"boundary=",
        b"Content-Type: multipart/mixed",
    ),
    *(
        b"Content-Transfer-Encoding: base64\n\n",
        b"charset=utf-7",
        b"/Kids [1 0 R 2 0 R]",
        b"/Rotate 45",
        b"/MediaBox [0 0 0 0]",
    ),
    *(
        b"/Parent 3 0 R",
        b"BT",
        b"ET",
        b"Tj",
        b"Td",
        b"Tm",
        b"Do",
        b"/Filter /FlateDecode",
        b"endobj",
        b"xref",
        b"trailer",
    ),
    *(
        b"<w:tbl>",
        b"<w:p>",
        b"</w:p>",
        b"<w:tab/>",
        b'w:val="99999"',
        b"<a:t>",
        b"<c r='A1'>",
        b't="s"',
        b"<si>",
        b"<v>-1</v>",
    ),
)


def mutated(data: bytes, other: bytes, random: Random) -> bytes:
    """A damaged copy of a file. ``other`` is a file of the same format, from which parts may come."""
    if data.startswith(b"PK") and random.random() < 0.9:
        return _repacked(data, random)
    if data.startswith(b"%PDF") and random.random() < 0.6:
        return _restreamed(data, random)
    return _damaged(data, other, random)


def _damaged(data: bytes, other: bytes, random: Random) -> bytes:
    for _ in range(random.choice((1, 1, 2, 4, 8, 24))):
        data = random.choice(_DAMAGES)(data, other, random)[:_MOST_BYTES]
    return data


def _span(data: bytes, random: Random, longest: int = 400) -> tuple[int, int]:
    start = random.randint(0, len(data))
    return start, min(len(data), start + random.randint(1, longest))


def _other_byte(data: bytes, other: bytes, random: Random) -> bytes:
    start, _ = _span(data, random)
    return data[:start] + bytes([random.randrange(256)]) + data[start + 1 :]


def _without(data: bytes, other: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _repeated(data: bytes, other: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[start:end] * random.choice((2, 3, 50, 2000)) + data[end:]


def _with_token(data: bytes, other: bytes, random: Random) -> bytes:
    start, end = _span(data, random, 20)
    token = random.choice(_TOKENS) * random.choice((1, 1, 1, 2, 500))
    return data[:start] + token + data[random.choice((start, end)) :]


def _with_number(data: bytes, other: bytes, random: Random) -> bytes:
    numbers = list(_NUMBER.finditer(data))
    if not numbers:
        return _other_byte(data, other, random)
    number = random.choice(numbers)
    return data[: number.start()] + random.choice(_NUMBERS) + data[number.end() :]


def _with_part_of_another(data: bytes, other: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    first, last = _span(other, random, 3000)
    return data[:start] + other[first:last] + data[end:]


def _cut(data: bytes, other: bytes, random: Random) -> bytes:
    return data[: random.randint(1, max(1, len(data)))]


def _moved(data: bytes, other: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    rest = data[:start] + data[end:]
    place = random.randint(0, len(rest))
    return rest[:place] + data[start:end] + rest[place:]


_DAMAGES: Sequence[Callable[[bytes, bytes, Random], bytes]] = (
    _other_byte,
    _without,
    _repeated,
    _with_token,
    _with_token,
    _with_number,
    _with_number,
    _with_part_of_another,
    _cut,
    _moved,
)


def _repacked(data: bytes, random: Random) -> bytes:
    """A container with one or two of its members damaged, exchanged or left out; its checksums are right."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        members = {name: container.read(name) for name in container.namelist()}
    for _ in range(random.choice((1, 1, 2))):
        name, another = random.choice(sorted(members)), random.choice(sorted(members))
        fate = random.random()
        if fate < 0.85:
            members[name] = _damaged(members[name], members[another], random)
        elif fate < 0.95:
            members[name] = members[another]
        elif len(members) > 1:
            del members[name]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            container.writestr(name, content)
    return packed.getvalue()


def _restreamed(data: bytes, random: Random) -> bytes:
    """A PDF with the inside of one of its streams damaged; its lengths no longer agree, which readers put right."""
    streams = list(_STREAM.finditer(data))
    if not streams:
        return _damaged(data, data, random)
    stream = random.choice(streams)
    try:
        inside = zlib.decompress(stream[1])
    except zlib.error:
        return data[: stream.start(1)] + _damaged(stream[1], data, random) + data[stream.end(1) :]
    return data[: stream.start(1)] + zlib.compress(_damaged(inside, data, random)) + data[stream.end(1) :]
