"""One of several processes that register drafts at once; run by the tests of concurrency.

Arguments: database address, instance folder, number of threads, ids of drafts. Some drafts are
registered twice with the same request key, as by a double click. Prints a JSON line a request.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flask import Flask

from portal.app import create_app
from portal.config import Config
from portal.documents.issue import register
from portal.documents.models import Document
from portal.extensions import Services, db, writing
from portal.storage import FileStore
from tests.fakes import FakeClock, FakeMailer, FakePdf


def register_one(app: Flask, document_id: int) -> dict[str, object]:
    """Register one draft in a transaction of its own."""
    with app.app_context(), writing():
        document = db.session.get_one(Document, document_id)
        author = document.created_by_id
        register(document, issued_by=author, request_key=f"click-{document_id}")
        db.session.commit()
        answer = {"document": document_id, "number": document.number}
        db.session.remove()
    return answer


def main(database_url: str, instance: str, threads: str, *ids: str) -> None:
    """Register the drafts, every fifth of them twice."""
    config = Config(
        instance=Path(instance), secret_key="test", database_url=database_url, runs_jobs=False
    )
    store = FileStore(config.instance / "files")
    services = Services(store=store, pdf=FakePdf(), mailer=FakeMailer(), clock=FakeClock())
    app = create_app(config, services)
    requests = [int(one) for one in ids] + [int(one) for one in ids[::5]]
    with ThreadPoolExecutor(int(threads)) as pool:
        for answer in pool.map(lambda one: register_one(app, one), requests):
            sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
