"""What the home is made of, kept over restarts, so that ids and rooms stay as people know them."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import sqlite_utils

from hub.home.customs import Custom
from hub.home.events import EntityAdded, EntityRemoved, HomeEvent
from hub.home.home import Home
from hub.home.ids import EntityId, domain_of
from hub.home.model import Area, Device, Entity, Floor, Label
from hub.recorder.database import Database
from hub.recorder.errors import StorageError
from hub.recorder.rows import readable
from hub.recorder.times import to_text, utc_now

_log = logging.getLogger(__name__)

# Discovery comes in bursts of hundreds; one batch takes them all.
DEBOUNCE_S = 0.25
# Rooms and floors change without an event; this is how long that may go unwritten.
LONGEST_UNSAVED_S = 5.0

K = TypeVar("K")
V = TypeVar("V")


@dataclass(slots=True)
class _Saved:
    floors: dict[Any, Floor] = field(default_factory=dict)
    areas: dict[Any, Area] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    devices: dict[Any, Device] = field(default_factory=dict)
    entities: dict[EntityId, Entity] = field(default_factory=dict)
    customs: dict[tuple[str, str], Custom] = field(default_factory=dict)


class Registry:
    """Loads a home from the database and follows it from then on."""

    def __init__(self, db: Database, *, now: Callable[[], datetime] = utc_now) -> None:
        self._db = db
        self._now = now
        self._saved = _Saved()
        self._ids: dict[str, dict[tuple[str, str], EntityId]] = {}
        self._called: dict[str, dict[EntityId, tuple[str, ...]]] = {}

    async def load(self, home: Home) -> None:
        """Put all that was known into `home`; states are unknown until devices report."""
        rows = await self._db.read(_read_all)
        customs = dict(readable(rows["customs"], _custom_row, "customs"))
        home.customs.load(customs)
        for floor in readable(rows["floors"], lambda row: Floor(**_values(row)), "floors"):
            home.put_floor(floor)
        for area in readable(rows["areas"], lambda row: Area(**_values(row)), "areas"):
            home.put_area(area)
        for label in readable(rows["labels"], lambda row: Label(**_values(row)), "labels"):
            home.put_label(label)
        for device in readable(rows["devices"], _device_row, "devices"):
            home.put_device(device)
        for row in rows["entities"]:
            entity_id = EntityId(row["id"])
            ids = self._ids.setdefault(row["integration"], {})
            ids[_key(entity_id, row["unique_id"])] = entity_id
        for entity, is_there in readable(rows["entities"], _entity_row, "entities"):
            names = (*entity.former, entity.name, entity.device_class or "")
            known = self._called.setdefault(entity.integration, {})
            known[entity.id] = tuple(filter(None, dict.fromkeys(names)))
            if is_there:
                home.put_entity(entity)
        self._saved = _copy(home)

    def known_ids(self, integration: str) -> Mapping[tuple[str, str], EntityId]:
        """Return the entity id of every domain and unique id that `integration` ever had.

        Also of those that were removed: a device that comes back gets its old name.
        """
        return dict(self._ids.get(integration, {}))

    def known_as(self, integration: str) -> Mapping[EntityId, tuple[str, ...]]:
        """Return the names and classes by which entities of `integration` ever went.

        As far as was known at the start; also of those that were removed.
        """
        return dict(self._called.get(integration, {}))

    @asynccontextmanager
    async def following(self, home: Home) -> AsyncIterator[None]:
        """Save what changes in `home`, in batches, and the rest at the end."""
        dirty = asyncio.Event()

        def listener(_: HomeEvent) -> None:
            dirty.set()

        unsubscribe = home.listen(listener, EntityAdded, EntityRemoved)
        try:
            async with asyncio.TaskGroup() as tasks:
                follower = tasks.create_task(self._follow(home, dirty), name="registry")
                try:
                    yield
                finally:
                    follower.cancel()
        finally:
            unsubscribe()
            await self.save(home)

    async def save(self, home: Home) -> None:
        """Write what differs from what was written last, in one transaction."""
        old, new = self._saved, _copy(home)
        parts: dict[str, dict[Any, Any]] = {
            "floors": _changed(old.floors, new.floors),
            "areas": _changed(old.areas, new.areas),
            "labels": _changed(old.labels, new.labels),
            "devices": _changed(old.devices, new.devices),
        }
        entities = _changed(old.entities, new.entities)
        customs = _changed(old.customs, new.customs)
        gone = [key for key in old.entities if key not in new.entities]
        left: dict[str, list[str]] = {
            "floors": [key for key in old.floors if key not in new.floors],
            "areas": [key for key in old.areas if key not in new.areas],
            "labels": [key for key in old.labels if key not in new.labels],
            "devices": [key for key in old.devices if key not in new.devices],
        }
        undecided = [key for key in old.customs if key not in new.customs]
        if not any((*parts.values(), entities, customs, gone, undecided, *left.values())):
            return
        removed = to_text(self._now())

        def work(db: sqlite_utils.Database) -> None:
            for table, changed in parts.items():
                _put_documents(db, table, changed)
            _put_entities(db, entities)
            _put_customs(db, customs, undecided)
            for table, keys in left.items():
                sql = f"DELETE FROM {table} WHERE id = ?"  # noqa: S608 -- names of our own
                db.conn.executemany(sql, [(key,) for key in keys])
            sql = "UPDATE entities SET removed = ? WHERE id = ?"
            db.conn.executemany(sql, [(removed, key) for key in gone])

        await self._db.write(work)
        self._saved = new
        for entity in entities.values():
            ids = self._ids.setdefault(entity.integration, {})
            ids[_key(entity.id, entity.unique_id)] = entity.id

    async def _follow(self, home: Home, dirty: asyncio.Event) -> None:
        while True:
            try:
                async with asyncio.timeout(LONGEST_UNSAVED_S):
                    await dirty.wait()
            except TimeoutError:
                pass
            else:
                await asyncio.sleep(DEBOUNCE_S)
            dirty.clear()
            try:
                await self.save(home)
            except StorageError:
                _log.exception("the registry was not saved; the next change tries again")


def _key(entity_id: EntityId, unique_id: str) -> tuple[str, str]:
    return domain_of(entity_id), unique_id


def _copy(home: Home) -> _Saved:
    return _Saved(
        dict(home.floors),
        dict(home.areas),
        dict(home.labels),
        dict(home.devices),
        dict(home.entities),
        home.customs.all(),
    )


def _changed(old: Mapping[K, V], new: Mapping[K, V]) -> dict[K, V]:
    pairs = ((key, value, old.get(key)) for key, value in new.items())
    return {key: value for key, value, known in pairs if known is not value and known != value}


def _read_all(db: sqlite_utils.Database) -> dict[str, list[dict[str, Any]]]:
    tables = ("floors", "areas", "labels", "devices", "entities", "customs")
    return {name: list(db.table(name).rows) for name in tables}


def _put_documents(db: sqlite_utils.Database, table: str, items: Mapping[Any, Any]) -> None:
    rows = [(key, json.dumps(asdict(item))) for key, item in items.items()]
    # The name comes from the code above, never from outside.
    sql = f"INSERT OR REPLACE INTO {table} (id, document) VALUES (?, ?)"  # noqa: S608 -- names of our own
    db.conn.executemany(sql, rows)


def _put_entities(db: sqlite_utils.Database, entities: Mapping[EntityId, Entity]) -> None:
    rows = []
    for entity in entities.values():
        document = asdict(entity) | {"actions": sorted(entity.actions)}
        rows.append((entity.id, entity.integration, entity.unique_id, json.dumps(document)))
    sql = (
        "INSERT OR REPLACE INTO entities (id, integration, unique_id, document) VALUES (?, ?, ?, ?)"
    )
    db.conn.executemany(sql, rows)


def _put_customs(
    db: sqlite_utils.Database,
    customs: Mapping[tuple[str, str], Custom],
    gone: Iterable[tuple[str, str]],
) -> None:
    rows = [(kind, key, json.dumps(asdict(custom))) for (kind, key), custom in customs.items()]
    sql = "INSERT OR REPLACE INTO customs (kind, id, document) VALUES (?, ?, ?)"
    db.conn.executemany(sql, rows)
    db.conn.executemany("DELETE FROM customs WHERE kind = ? AND id = ?", list(gone))


def _custom_row(row: Mapping[str, Any]) -> tuple[tuple[str, str], Custom]:
    return (row["kind"], row["id"]), Custom(**json.loads(row["document"]))


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(row["document"])
    return {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}


def _device_row(row: Mapping[str, Any]) -> Device:
    values = _values(row)
    pairs = tuple((kind, address) for kind, address in values.get("connections", ()))
    return Device(**values | {"connections": pairs})


def _entity_row(row: Mapping[str, Any]) -> tuple[Entity, bool]:
    """Return an entity, and whether it was there still."""
    values = _values(row)
    entity = Entity(**values | {"actions": frozenset(values["actions"])})
    return entity, row["removed"] is None
