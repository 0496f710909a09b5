"""One engine in a process of its own, so that its CPU time is its own: ours, docxtpl, the floor.

Arguments: the engine and the folder with templates and values. Each line of standard input is an
order, a JSON object; each answer is one line:

    {"paper": "order", "times": 5}            fill it five times: {"seconds": CPU}
    {"paper": "order", "to": "/tmp/a.docx"}   fill it once and write it there: {"seconds": CPU}

The two engines of Node obey the same orders (`engines.cjs`).
"""

import json
import struct
import sys
import time
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from docxtpl import DocxTemplate

from portal import paper

Fill = Callable[[], bytes]
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_DAY = (1 << 5) | 1  # 1 January 1980


def ours(template: bytes, values: dict[str, Any]) -> Fill:
    return lambda: paper.render(template, values, {})


def docxtpl(template: bytes, values: dict[str, Any]) -> Fill:
    """As its manual says: a new object for each document."""

    def fill() -> bytes:
        document, target = DocxTemplate(BytesIO(template)), BytesIO()
        document.render(values, autoescape=True)
        document.save(target)
        return target.getvalue()

    return fill


def floor(template: bytes, values: dict[str, Any]) -> Fill:
    """What no engine can go below: texts known beforehand, packed, put beside parts as they are."""
    with ZipFile(BytesIO(paper.render(template, values, {}))) as package:
        contents = {entry.filename: package.read(entry) for entry in package.infolist()}
    with ZipFile(BytesIO(template)) as package:
        names = [name for name in package.namelist() if name.endswith(".xml")]
        tagged = {name for name in names if b"{{" in package.read(name)}
    texts = {name: data.decode() for name, data in contents.items() if name in tagged}
    copied = [(name, *_packed(data), len(data)) for name, data in contents.items()]
    unchanged = [_member(*one) for one in copied if one[0] not in tagged]

    def fill() -> bytes:
        made = []
        for name, text in texts.items():
            data = text.encode()
            made.append(_member(name, *_packed(data), len(data)))
        return _joined([*unchanged, *made])

    return fill


def _packed(data: bytes) -> tuple[bytes, int]:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush(), zlib.crc32(data)


def _member(name: str, packed: bytes, crc: int, size: int) -> tuple[bytes, bytes, bytes]:
    """A local record, and the central one before and behind the place it does not know yet."""
    label = name.encode()
    head = (20, 0, 8, 0, _DAY, crc, len(packed), size, len(label), 0)
    local = _LOCAL.pack(b"PK\3\4", *head) + label + packed
    central = _CENTRAL.pack(b"PK\1\2", 20, *head, 0, 0, 0, 0, 0)
    return local, central[:-4], label


def _joined(members: list[tuple[bytes, bytes, bytes]]) -> bytes:
    place, locals_, centrals = 0, [], []
    for local, central, label in members:
        locals_.append(local)
        centrals.append(central + place.to_bytes(4, "little") + label)
        place += len(local)
    directory = b"".join(centrals)
    count = len(members)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), place, 0)
    return b"".join((*locals_, directory, end))


ENGINES: dict[str, Callable[[bytes, dict[str, Any]], Fill]] = {
    "ours": ours,
    "docxtpl": docxtpl,
    "floor": floor,
}


def main(engine: str, folder: str) -> None:
    fills: dict[str, Fill] = {}
    for line in sys.stdin:
        order = json.loads(line)
        name = order["paper"]
        if name not in fills:
            template = Path(folder, f"{name}.jinja.docx").read_bytes()
            values = json.loads(Path(folder, f"{name}.json").read_text("utf-8"))
            fills[name] = ENGINES[engine](template, values)
        started = time.process_time()
        for _ in range(order.get("times", 1)):
            made = fills[name]()
        seconds = time.process_time() - started
        if "to" in order:
            Path(order["to"]).write_bytes(made)
        sys.stdout.write(json.dumps({"seconds": seconds}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
