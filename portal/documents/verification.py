"""The unguessable code by which anyone may ask whether a paper is genuine."""

import base64
import hashlib
import hmac

from flask import current_app


def verify_token(document_id: int) -> str:
    """128 bits as 22 characters, made from the installation's key: not kept, not guessed."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    digest = hmac.new(key, f"verify:{document_id}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def verify_hash(document_id: int) -> str:
    """What the database keeps of the code, so that a stolen copy of it opens nothing."""
    return hashlib.sha256(verify_token(document_id).encode()).hexdigest()
