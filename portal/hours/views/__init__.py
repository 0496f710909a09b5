"""The pages of hours and certificates; each module adds its own to one of the blueprints."""

from portal.hours.views import (
    addresses,
    certificates,
    checking,
    confirming,
    entries,
    ledger,
    own,
    summary,
)

blueprints = (addresses.my_hours, addresses.certificates, addresses.hours)

__all__ = [
    "addresses",
    "blueprints",
    "certificates",
    "checking",
    "confirming",
    "entries",
    "ledger",
    "own",
    "summary",
]
