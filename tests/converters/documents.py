"""Word files made for the converters: plain ones, and ones that ask for what they must not get."""

import http.server
import io
import re
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import docx
from PIL import Image


def word_file(*paragraphs: str, face: str = "Times New Roman") -> bytes:
    """A Word file of those paragraphs, in the face papers are set in."""
    document = docx.Document()
    document.styles["Normal"].font.name = face
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return _saved(document)


def with_embedded_picture() -> bytes:
    """A Word file that carries its picture inside."""
    document = docx.Document()
    document.add_paragraph("Емблема")
    document.add_picture(io.BytesIO(some_picture()))
    return _saved(document)


def with_linked_picture(target: str) -> bytes:
    """The same file asking for its picture from elsewhere."""
    with zipfile.ZipFile(io.BytesIO(with_embedded_picture())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    relations = parts["word/_rels/document.xml.rels"].decode()
    parts["word/_rels/document.xml.rels"] = re.sub(
        r'(Type="[^"]*/image") Target="[^"]*"|Target="media/[^"]*" (Type="[^"]*/image")',
        rf'\1\2 Target="{target}" TargetMode="External"',
        relations,
    ).encode()
    body = parts["word/document.xml"].decode()
    parts["word/document.xml"] = body.replace("r:embed=", "r:link=").encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file.getvalue()


@contextmanager
def listener() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine that notes what it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(some_picture())

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


def some_picture() -> bytes:
    """A small PNG."""
    file = io.BytesIO()
    Image.effect_noise((64, 64), 80).save(file, "PNG")
    return file.getvalue()


def _saved(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
