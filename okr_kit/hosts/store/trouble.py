"""What a database says when it cannot, as one of our sentences."""

from __future__ import annotations

import sqlalchemy as sa

#: PostgreSQL says it in codes, whatever language its messages are in: the beginning of a SQLSTATE, ours.
STATES = (
    ("55P03", "store-locked"),  # lock_timeout ran out
    ("40P01", "store-locked"),  # a deadlock, of which we were the victim
    ("25006", "store-unwritable"),  # a standby, or default_transaction_read_only
    ("42501", "store-unwritable"),  # no privilege
    ("53100", "store-full"),
    ("53300", "store-unreachable"),  # too many clients
    ("57P", "store-unreachable"),  # shutting down, or starting
    ("28", "store-unreachable"),  # user or password
    ("3D000", "store-unreachable"),  # no database of that name
    ("08", "store-unreachable"),
    ("XX001", "store-broken"),
    ("XX002", "store-broken"),
)
#: SQLite, drivers without codes, and a server that was never reached say it in words.
WORDS = (
    ("locked", "store-locked"),
    ("busy", "store-locked"),
    ("lock timeout", "store-locked"),
    ("readonly", "store-unwritable"),
    ("read-only", "store-unwritable"),
    ("unable to open", "store-unwritable"),
    ("full", "store-full"),
    ("no space", "store-full"),
    ("not a database", "store-foreign"),
    ("malformed", "store-broken"),
    ("disk i/o", "store-broken"),
    ("connect", "store-unreachable"),
    ("authentication", "store-unreachable"),
)
OTHER = "store-failed"


def code_of(error: BaseException) -> str:
    """The code of the sentence for what SQLAlchemy or a driver raised; ``store-failed`` if it says nothing we know."""
    said = getattr(error, "orig", None) if isinstance(error, sa.exc.DBAPIError) else None
    said = said or error
    state = str(getattr(said, "sqlstate", None) or "")
    if state:
        return next((code for begin, code in STATES if state.startswith(begin)), OTHER)
    words = str(said).lower()
    return next((code for known, code in WORDS if known in words), OTHER)
