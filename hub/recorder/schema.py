"""The schema, as named steps. A step that was released is never edited; a change is a new step."""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

# "Lare" in ASCII; SQLite keeps it in the file's header (SQLite file format, section 1.3).
APPLICATION_ID = 0x4C617265

SCHEMA = Migrations("lares")


def unknown_steps(db: Database, schema: Migrations = SCHEMA) -> list[str]:
    """Return the names of applied steps that this version does not have."""
    known = {step.name for step in schema._migrations}  # noqa: SLF001 - it has no public list
    return [step.name for step in schema.applied(db) if step.name not in known]


def is_foreign(db: Database, schema: Migrations = SCHEMA) -> bool:
    """Tell whether the file holds tables, but not ours."""
    [[application_id]] = db.execute("PRAGMA application_id").fetchall()
    if application_id:
        return bool(application_id != APPLICATION_ID)
    return bool(db.table_names()) and not schema.applied(db)


@SCHEMA(name="001_users_and_tokens")
def _users_and_tokens(db: Database) -> None:
    db.execute("""
        CREATE TABLE users (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('owner', 'adult', 'guest')),
            created TEXT NOT NULL
        ) STRICT""")
    db.execute("""
        CREATE TABLE tokens (
            id TEXT PRIMARY KEY,
            user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            digest TEXT NOT NULL UNIQUE,
            created TEXT NOT NULL,
            last_used TEXT,
            revoked TEXT
        ) STRICT""")
    db.execute("""
        CREATE TABLE onboarding_codes (
            digest TEXT PRIMARY KEY,
            salt TEXT NOT NULL,
            created TEXT NOT NULL
        ) STRICT""")


@SCHEMA(name="002_approvals_and_traces")
def _approvals_and_traces(db: Database) -> None:
    db.execute("""
        CREATE TABLE approvals (
            id TEXT PRIMARY KEY,
            status TEXT NOT NULL,
            created_at TEXT NOT NULL,
            expires_at TEXT NOT NULL,
            decided_by TEXT,
            decided_at TEXT,
            document TEXT NOT NULL
        ) STRICT""")
    db.execute("CREATE INDEX approvals_by_status ON approvals (status, expires_at)")
    db.execute("""
        CREATE TABLE traces (
            id INTEGER PRIMARY KEY,
            plan_id TEXT NOT NULL UNIQUE,
            conversation_id TEXT,
            document TEXT NOT NULL
        ) STRICT""")
    db.execute("CREATE INDEX traces_by_conversation ON traces (conversation_id, id)")


@SCHEMA(name="003_registry")
def _registry(db: Database) -> None:
    db.execute("CREATE TABLE floors (id TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT")
    db.execute("CREATE TABLE areas (id TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT")
    db.execute("CREATE TABLE devices (id TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT")
    db.execute("""
        CREATE TABLE entities (
            id TEXT PRIMARY KEY,
            integration TEXT NOT NULL,
            unique_id TEXT NOT NULL,
            document TEXT NOT NULL,
            removed TEXT,
            UNIQUE (integration, unique_id)
        ) STRICT""")


@SCHEMA(name="004_tokens_expire")
def _tokens_expire(db: Database) -> None:
    db.execute("ALTER TABLE tokens ADD COLUMN expires TEXT")


@SCHEMA(name="005_traces_keep_what_undo_needs")
def _traces_keep_before(db: Database) -> None:
    db.execute("ALTER TABLE traces ADD COLUMN before TEXT")


@SCHEMA(name="006_unique_ids_are_their_domains")
def _unique_by_domain(db: Database) -> None:
    db.execute("""
        CREATE TABLE entities_by_domain (
            id TEXT PRIMARY KEY,
            integration TEXT NOT NULL,
            unique_id TEXT NOT NULL,
            document TEXT NOT NULL,
            removed TEXT
        ) STRICT""")
    db.execute("""
        INSERT INTO entities_by_domain (id, integration, unique_id, document, removed)
        SELECT id, integration, unique_id, document, removed FROM entities ORDER BY rowid""")
    db.execute("DROP TABLE entities")
    db.execute("ALTER TABLE entities_by_domain RENAME TO entities")
    db.execute("""
        CREATE UNIQUE INDEX entities_by_key
        ON entities (integration, substr(id, 1, instr(id, '.') - 1), unique_id)""")


@SCHEMA(name="007_keeping")
def _keeping(db: Database) -> None:
    db.execute("CREATE TABLE timers (id TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT")
    db.execute("CREATE TABLE rule_records (id TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT")
    db.execute("""
        CREATE TABLE rule_runs (
            id TEXT PRIMARY KEY,
            due_at TEXT NOT NULL,
            document TEXT NOT NULL
        ) STRICT""")
    db.execute("CREATE TABLE taught_names (id TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT")
    db.execute("CREATE TABLE taught_phrases (id TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT")
    db.execute("""
        CREATE TABLE notifications (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            document TEXT NOT NULL
        ) STRICT""")


@SCHEMA(name="011_rule_versions")
def _rule_versions(db: Database) -> None:
    db.execute("""
        CREATE TABLE rule_versions (
            kind TEXT NOT NULL,
            rule_id TEXT NOT NULL,
            number INTEGER NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (kind, rule_id, number)
        ) STRICT, WITHOUT ROWID""")


@SCHEMA(name="010_presence")
def _presence(db: Database) -> None:
    db.execute("CREATE TABLE trackers (id TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT")
    db.execute("CREATE TABLE brought_zones (id TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT")
    db.execute(
        "CREATE TABLE registered_phones (id TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT"
    )


@SCHEMA(name="008_runs_and_waits")
def _runs_and_waits(db: Database) -> None:
    db.execute("""
        CREATE TABLE automation_runs (
            id TEXT PRIMARY KEY,
            due_at TEXT NOT NULL,
            checkpoint TEXT NOT NULL,
            variables TEXT NOT NULL,
            document TEXT NOT NULL
        ) STRICT""")
    db.execute("""
        CREATE TABLE rule_waits (
            key TEXT PRIMARY KEY,
            due_at TEXT NOT NULL,
            facts TEXT NOT NULL
        ) STRICT""")


@SCHEMA(name="009_house_entities")
def _house_entities(db: Database) -> None:
    db.execute("CREATE TABLE house_entities (id TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT")


@SCHEMA(name="012_people")
def _people(db: Database) -> None:
    # Rebuilt in this order, since dropping `users` would take the tokens along.
    db.execute("""
        CREATE TABLE people (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('owner', 'adult', 'child', 'guest', 'device')),
            created TEXT NOT NULL,
            until TEXT,
            person_id TEXT,
            sees TEXT,
            moves TEXT,
            password TEXT,
            pin TEXT
        ) STRICT""")
    db.execute("""
        INSERT INTO people (id, name, role, created)
        SELECT id, name, role, created FROM users ORDER BY rowid""")
    db.execute("""
        CREATE TABLE tokens_of_people (
            id TEXT PRIMARY KEY,
            user_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            digest TEXT NOT NULL UNIQUE,
            created TEXT NOT NULL,
            expires TEXT,
            last_used TEXT,
            revoked TEXT,
            scope TEXT NOT NULL DEFAULT 'admin' CHECK (scope IN ('read', 'control', 'admin')),
            kind TEXT NOT NULL DEFAULT 'access' CHECK (kind IN ('access', 'refresh')),
            client_id TEXT,
            parent_id TEXT REFERENCES tokens_of_people (id) ON DELETE CASCADE
        ) STRICT""")
    db.execute("""
        INSERT INTO tokens_of_people
            (id, user_id, name, digest, created, expires, last_used, revoked)
        SELECT id, user_id, name, digest, created, expires, last_used, revoked
        FROM tokens ORDER BY rowid""")
    db.execute("DROP TABLE tokens")
    db.execute("DROP TABLE users")
    db.execute("ALTER TABLE people RENAME TO users")
    db.execute("ALTER TABLE tokens_of_people RENAME TO tokens")
    db.execute("CREATE INDEX tokens_by_user ON tokens (user_id)")
    db.execute("CREATE INDEX tokens_by_parent ON tokens (parent_id)")
    db.execute("""
        CREATE TABLE wrong_tries (
            key TEXT PRIMARY KEY,
            wrong INTEGER NOT NULL,
            closed_until TEXT
        ) STRICT, WITHOUT ROWID""")


@SCHEMA(name="015_familiar_addresses")
def _familiar_addresses(db: Database) -> None:
    db.execute("""
        CREATE TABLE familiar_addresses (
            user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            digest TEXT NOT NULL,
            last_used TEXT NOT NULL,
            PRIMARY KEY (user_id, digest)
        ) STRICT""")


@SCHEMA(name="016_entries")
def _entries(db: Database) -> None:
    db.execute("""
        CREATE TABLE entries (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            document TEXT NOT NULL
        ) STRICT""")


@SCHEMA(name="017_adoption")
def _adoption(db: Database) -> None:
    db.execute("""
        CREATE TABLE customs (
            kind TEXT NOT NULL CHECK (kind IN ('device', 'entity')),
            id TEXT NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (kind, id)
        ) STRICT, WITHOUT ROWID""")
    db.execute("""
        CREATE TABLE shelf (
            id TEXT PRIMARY KEY,
            decision TEXT NOT NULL CHECK (decision IN ('adopted', 'ignored')),
            decided TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""")
    # What was there before there was a choice has been chosen.
    db.execute("""
        INSERT INTO shelf (id, decision, decided)
        SELECT 'device:' || id, 'adopted', '2026-11-28T00:00:00.000000+00:00'
        FROM devices""")


@SCHEMA(name="018_labels_and_pages")
def _labels_and_pages(db: Database) -> None:
    db.execute("CREATE TABLE labels (id TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT")
    # What pages keep for a user.
    db.execute("""
        CREATE TABLE user_data (
            user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            key TEXT NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (user_id, key)
        ) STRICT, WITHOUT ROWID""")


@SCHEMA(name="019_voice_runs")
def _voice_runs(db: Database) -> None:
    db.execute("""
        CREATE TABLE voice_runs (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            plan_id TEXT,
            document TEXT NOT NULL
        ) STRICT""")
    db.execute("CREATE INDEX voice_runs_of_plans ON voice_runs (plan_id)")
