"""Puts together what finds, keeps and drives devices of the makers' local APIs."""

import asyncio
import importlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hub.config import NetworkSettings
from hub.credentials import secrets_of
from hub.devices.files import FOLDER, INTEGRATION, Described, entries_of, read_devices
from hub.devices.host import EntryHost
from hub.devices.manifest import Manifest, manifests_in
from hub.devices.matching import makers_of
from hub.devices.network import Announcement, Network
from hub.devices.shelf import Renamer, Shelf, ShelfParts
from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.integration import Integration
from hub.home.maker import Entry, Maker, Searcher, Service
from hub.home.masking import Masking, is_secret_name
from hub.home.model import Device
from hub.home.speech import Voice
from hub.masked_logs import learn_from
from hub.record import record
from hub.recorder.database import Database
from hub.recorder.entries import EntryRecords
from hub.recorder.registry import Registry
from hub.recorder.shelf import ShelfRecords

if TYPE_CHECKING:
    from hub.home.yaml_config import ConfigProblem

# Keys of makers' own whose values are as good as passwords.
SECRET_KEYS = frozenset({"app_key", "noise_psk", "credentials_hash"})
# How often devices are asked for that were adopted and are not where they were.
SEARCH_EVERY_S = 300.0
INTEGRATIONS = Path(__file__).parent.parent / "integrations"

_log = logging.getLogger(__name__)


@record(frozen=True, slots=True, kw_only=True)
class Around:
    """What makers get from the rest of the hub; `is_given` is the shelf's, `voice` the host's."""

    home: Home
    database: Database
    registry: Registry
    mqtt: Renamer
    settings: NetworkSettings
    folder: Path
    masking: Masking
    is_given: Callable[[Device], bool]
    voice: Callable[[], Voice | None]


class Makers:
    """The host of adopted devices, the shelf of new ones, and the ear on the network."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self.problems: Sequence[ConfigProblem] = ()
        self.manifests: Mapping[str, Manifest] = manifests_in(INTEGRATIONS)
        self._makers = {
            name: manifest for name, manifest in self.manifests.items() if manifest.kind == "maker"
        }
        self.host = EntryHost(
            around.home,
            _MaskedRecords(around.database, self._learn),
            {name: partial(_load, name) for name in self._makers},
            around.registry,
            prepare=import_sessions,
            voice=around.voice,
        )
        renamers: dict[str, Renamer] = dict.fromkeys(self._makers, self.host)
        self.shelf = Shelf(
            ShelfParts(
                home=around.home,
                host=self.host,
                decisions=ShelfRecords(around.database),
                renamers=renamers | {"mqtt": around.mqtt},
                save=self.save,
                learn=self._learn,
                is_given=around.is_given,
                gives_away=gives_away,
            )
        )

    def config_schema(self, domain: str) -> Mapping[str, Any] | None:
        """Return the JSON schema of what an integration's entries are made of."""
        if domain not in self._makers:
            return None
        return self.host.maker(domain).config.model_json_schema()

    async def save(self) -> None:
        """Put what people decided about devices and entities on disk."""
        await self._around.registry.save(self._around.home)

    def integrations(self) -> Mapping[str, Integration]:
        """Return who carries out commands, by the name of the integration."""
        return {name: _Named(name, self.host) for name in self._makers}

    async def enter(self, parts: AsyncExitStack) -> None:
        """Connect what was adopted, and what files describe."""
        await self.shelf.load()
        await parts.enter_async_context(self.host)
        for entry, _ in self.host.entries:
            self._learn(entry.data)
        await self.read_files()

    async def read_files(self) -> None:
        """Read the devices that files describe, again if they were read before."""
        described = await asyncio.to_thread(described_devices, self._around.folder)
        self.problems = described.problems
        for device in described.devices.values():
            learn_from(device, self._around.masking)
        await self.host.present(entries_of(described.devices, self._around.home))

    async def listen(self, parts: AsyncExitStack, *told: Announcement | None) -> None:
        """Listen on the network, and tell of the hub there, unless the owner said not to."""
        settings = self._around.settings
        announcements = [announcement for announcement in told if announcement is not None]
        if settings.discovery or announcements:
            network = Network(
                self._makers if settings.discovery else {},
                self._hear,
                interfaces=settings.interfaces,
                announcements=announcements,
            )
            await parts.enter_async_context(network)
        if settings.discovery:
            searching = asyncio.get_running_loop().create_task(
                self._search_for_the_lost(), name="search-for-devices"
            )
            parts.callback(searching.cancel)

    async def search(self) -> None:
        """Ask for devices that announce nothing by themselves, of every maker that has some."""
        wanted = [name for name, manifest in self._makers.items() if manifest.search]
        await asyncio.gather(*map(self._search, wanted))

    async def _search(self, name: str) -> None:
        try:
            maker = self.host.maker(name)
            if isinstance(maker, Searcher):
                for candidate in await maker.search(self.host.http):
                    self.shelf.see(candidate)
        except Exception as error:  # noqa: BLE001 - a maker's failure is its own
            _log.warning("%s: the search for devices failed: %s", name, error)

    async def _search_for_the_lost(self) -> None:
        """Now and then ask for devices whose address may have moved."""
        while True:
            await asyncio.sleep(SEARCH_EVERY_S)
            lost = {
                entry.integration
                for entry, condition in self.host.entries
                if condition.status != "connected" and self._makers[entry.integration].search
            }
            await asyncio.gather(*map(self._search, lost))

    def _learn(self, data: Mapping[str, Any]) -> None:
        """Have what an entry's data keeps secret masked wherever it stands."""
        for secret in secrets_in(data):
            self._around.masking.learn(secret)

    async def _hear(self, service: Service) -> None:
        for name in makers_of(service, self._makers):
            try:
                candidate = self.host.maker(name).recognise(service)
                if candidate is not None:
                    self.shelf.see(candidate)
            except HubError as error:
                _log.warning("%s: %s at %s: %s", name, service.name, service.host, error)
            except Exception:  # noqa: BLE001 - a maker's failure is its own
                _log.exception("%s: %s at %s: not understood", name, service.name, service.host)


def described_devices(folder: Path) -> Described:
    """Read the devices that files in the hub's folder describe."""
    if not (folder / FOLDER).is_dir():
        return Described({}, ())
    return read_devices(folder / FOLDER, _load(INTEGRATION).config, secrets_of(folder))


def secrets_in(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what an entry's data keeps secret, all that is sent as a header with it."""
    for key, value in data.items():
        match value:
            case str() if is_secret_name(key) or key in SECRET_KEYS:
                yield value
            case Mapping() if key == "headers":
                yield from (text for text in value.values() if isinstance(text, str))
            case Mapping():
                yield from secrets_in(value)
            case _:
                pass


def gives_away(data: Mapping[str, Any]) -> bool:
    """Tell whether who answers at an entry's address learns a secret of its data.

    Who has no key learns nothing by Noise (ESPHome, native API): both sides prove theirs.
    """
    return not data.get("noise_psk") and any(secrets_in(data))


class _MaskedRecords(EntryRecords):
    """Entries on disk; what they keep secret is masked from then on, renewed keys too."""

    def __init__(self, db: Database, learn: Callable[[Mapping[str, Any]], None]) -> None:
        super().__init__(db)
        self._learn = learn

    async def put(self, entry: Entry) -> None:
        """Keep an entry."""
        self._learn(entry.data)
        await super().put(entry)


class _Named:
    """The host as one integration of the executor's."""

    def __init__(self, name: str, host: EntryHost) -> None:
        self.name = name
        self.send = host.send


def import_sessions(name: str) -> None:
    """Import what a maker connects with, and so its libraries. Blocks."""
    for file in sorted((INTEGRATIONS / name).glob("*session.py")):
        importlib.import_module(f"integrations.{name}.{file.stem}")


def _load(name: str) -> Maker:
    module = importlib.import_module(f"integrations.{name}.maker")
    maker: Maker = module.MAKER
    return maker
