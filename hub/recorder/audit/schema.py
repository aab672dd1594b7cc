"""The schema of `audit.db`. A step that was released is never edited; a change is a new step."""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

AUDIT = Migrations("lares-audit")


@AUDIT(name="001_record")
def _record(db: Database) -> None:
    """`tail` is the last entry, authenticated, written in the transaction that writes it."""
    db.execute("""
        CREATE TABLE entries (
            sequence INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            kind TEXT NOT NULL,
            user_id TEXT,
            source TEXT NOT NULL,
            what TEXT NOT NULL,
            hash TEXT NOT NULL
        ) STRICT""")
    db.execute("""
        CREATE TABLE tail (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            sequence INTEGER NOT NULL,
            hash TEXT NOT NULL,
            mac TEXT NOT NULL
        ) STRICT""")
