"""The schema of `history.db`. A step that was released is never edited; a change is a new step."""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

HISTORY = Migrations("lares-history")


@HISTORY(name="001_history")
def _history(db: Database) -> None:
    """Times are seconds since 1970; `entities.last` is the state that was written last."""
    db.execute("""
        CREATE TABLE entities (
            id INTEGER PRIMARY KEY, entity_id TEXT NOT NULL UNIQUE, last INTEGER
        ) STRICT""")
    db.execute("""
        CREATE TABLE attributes (
            id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, document TEXT NOT NULL
        ) STRICT""")
    db.execute("CREATE INDEX attributes_by_hash ON attributes (hash)")
    db.execute("""
        CREATE TABLE states (
            id INTEGER PRIMARY KEY, entity INTEGER NOT NULL, state TEXT,
            attributes INTEGER NOT NULL, changed REAL NOT NULL, updated REAL NOT NULL,
            context TEXT NOT NULL, parent TEXT, source TEXT NOT NULL, user TEXT
        ) STRICT""")
    db.execute("CREATE INDEX states_by_entity ON states (entity, updated)")
    db.execute("CREATE INDEX states_by_time ON states (updated)")
    db.execute("CREATE INDEX states_by_context ON states (context)")
    db.execute("""
        CREATE TABLE events (
            id INTEGER PRIMARY KEY, type TEXT NOT NULL, data TEXT NOT NULL, origin TEXT NOT NULL,
            at REAL NOT NULL, context TEXT NOT NULL, parent TEXT, source TEXT NOT NULL, user TEXT
        ) STRICT""")
    db.execute("CREATE INDEX events_by_type ON events (type, at)")
    db.execute("CREATE INDEX events_by_time ON events (at)")
    db.execute("CREATE INDEX events_by_context ON events (context)")
    db.execute("""
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY, run_id TEXT NOT NULL UNIQUE, item TEXT NOT NULL,
            context TEXT NOT NULL, parent TEXT, started REAL NOT NULL, document TEXT NOT NULL
        ) STRICT""")
    db.execute("CREATE INDEX runs_by_item ON runs (item, id)")
    db.execute("CREATE INDEX runs_by_context ON runs (context)")
    for table in ("statistics_5min", "statistics_hourly"):
        db.execute(f"""
            CREATE TABLE {table} (
                entity INTEGER NOT NULL, start REAL NOT NULL, mean REAL, min REAL, max REAL,
                state REAL, sum REAL, last_reset TEXT, PRIMARY KEY (entity, start)
            ) STRICT, WITHOUT ROWID""")
    db.execute("CREATE TABLE marks (name TEXT PRIMARY KEY, value REAL NOT NULL) STRICT")
