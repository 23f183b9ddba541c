"""Files as Outlook saves them: MSG, properties in an OLE2 container (MS-OXMSG, MS-CFB)."""

from __future__ import annotations

import struct

SECTOR = 512


def entry(name: str, kind: int, start: int, size: int, *, right: int = -1, child: int = -1) -> bytes:
    encoded = name.encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<HBBiii", len(encoded) + 2, kind, 1, -1, right, child)
    return head.ljust(116, b"\0") + struct.pack("<iQ", start, size)


def compound_file(files: dict[str, bytes]) -> bytes:
    """An OLE2 container of streams of at least 4096 bytes; a name with a slash is in a storage, which comes last."""
    storage = next((name.partition("/")[0] for name in files if "/" in name), "")
    outer = [name for name in files if "/" not in name]
    inner = [name for name in files if "/" in name]
    sectors: list[bytes] = []
    fat: list[int] = []

    def stored(data: bytes) -> int:
        start, count = len(sectors), -(-len(data) // SECTOR)
        sectors.extend(data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR))
        fat.extend([*range(start + 1, start + count), -2])
        return start

    directory = [entry("Root Entry", 5, -2, 0, child=1)]
    for number, name in enumerate(outer, 1):
        last = number == len(outer) and not storage
        directory.append(entry(name, 2, stored(files[name]), len(files[name]), right=-1 if last else number + 1))
    if storage:
        directory.append(entry(storage, 1, 0, 0, child=len(outer) + 2))
    for number, name in enumerate(inner, len(outer) + 2):
        right = -1 if name == inner[-1] else number + 1
        directory.append(entry(name.partition("/")[2], 2, stored(files[name]), len(files[name]), right=right))
    first = stored(b"".join(directory))
    table = struct.pack(f"<{SECTOR // 4}i", *fat, -3, *[-1] * (SECTOR // 4 - len(fat) - 1))
    head = bytes.fromhex("d0cf11e0a1b11ae1").ljust(24, b"\0") + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head = head.ljust(44, b"\0") + struct.pack("<iiiiiiiii", 1, first, 0, 4096, -2, 0, -2, 0, len(sectors))
    return head + b"\xff" * (SECTOR - len(head)) + b"".join(sectors) + table


def property_stream(header: int, *properties: tuple[int, int, bytes]) -> bytes:
    rows = [struct.pack("<HHI", kind, number, 6) + value.ljust(8, b"\0") for number, kind, value in properties]
    count = 4096 // 16 + 1
    return b"\0" * header + b"".join((rows * count)[:count])


def wide(text: str) -> bytes:
    return text.ljust(2048).encode("utf-16-le")


def message(text: str, code_page: int = 0) -> bytes:
    """A message of 17 January 2024 with an attached table; its text in a code page, or in UTF-16."""
    texts = {
        0x0037: "Crane permit",
        0x0C1A: "Ida",
        0x0C1F: "ida@example.org",
        0x0E04: "Team",
    }
    sent = struct.pack("<Q", 133_500_000_000_000_000)
    properties = [(number, 0x1F, struct.pack("<I", 4098)) for number in texts]
    files = {f"__substg1.0_{number:04X}001F": wide(text) for number, text in texts.items()}
    kind = 0x1E if code_page else 0x1F
    files[f"__substg1.0_1000{kind:04X}"] = text.encode(f"cp{code_page}").ljust(4096) if code_page else wide(text)
    properties.append((0x1000, kind, struct.pack("<I", 4098)))
    properties += [(0x3FFD, 0x03, struct.pack("<I", code_page))] if code_page else []
    files["__properties_version1.0"] = property_stream(32, *properties, (0x0039, 0x40, sent))
    attached = "__attach_version1.0_#00000000"
    data = b"Plate,Driver\n" + b"KX-21,Otto\n" * 400
    files[f"{attached}/__substg1.0_3707001F"] = wide("cars.csv")
    files[f"{attached}/__substg1.0_37010102"] = data
    files[f"{attached}/__properties_version1.0"] = property_stream(
        8, (0x3707, 0x1F, struct.pack("<I", 4098)), (0x3701, 0x102, struct.pack("<I", len(data)))
    )
    return compound_file(files)
