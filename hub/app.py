"""Builds the hub from its parts and owns them; the only file that knows them all.

Read it from `serve`: the parts are opened in order and closed in reverse.
"""

import asyncio
import gc
import logging
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
)
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from hub import __version__, remote, rule_parts, speaking
from hub.asking_around import AskingAround
from hub.auditing import audited
from hub.automation.alarms import WallClockAlarms
from hub.automation.engine import STARTED
from hub.automation.keeping import Keeping
from hub.automation.place import Place
from hub.automation.rendering import Templates
from hub.automation.templates import HomeTemplates
from hub.backing_up import scheduled
from hub.broker import find_broker
from hub.config import Config
from hub.executor.executor import Executor
from hub.executor.settings import ExecutorSettings
from hub.front_door import FrontDoor, front_door
from hub.getting_ready import getting_ready
from hub.guard_parts import GuardParts, PolicyControl
from hub.home.errors import HubError
from hub.home.events import Fired, HomeEvent
from hub.home.home import Home
from hub.home.ids import AreaId, FloorId
from hub.home.masking import Masking
from hub.home.model import Area, Floor
from hub.home.people import Role
from hub.home.plan import Plan, PlanResult, Request
from hub.home.sight import PerView, Sight
from hub.home.troubles import Troubles
from hub.language.dialogue import Dialogue
from hub.language.model_settings import ModelSettings
from hub.language.resolve import full_name
from hub.language.worker_client import ModelWorker
from hub.looking_back import LookingBack
from hub.masked_logs import learn_from, log_masked
from hub.phones import Around as PhonesAround
from hub.phones import Phones
from hub.policy_desk import PolicyDesk
from hub.recorder.approvals import Approvals
from hub.recorder.credentials import Credentials
from hub.recorder.database import Database
from hub.recorder.errors import StorageError
from hub.recorder.history.recorder import FILE_NAME as HISTORY
from hub.recorder.history.recorder import HistoryRecorder
from hub.recorder.notifications import Notifications
from hub.recorder.onboarding import Onboarding
from hub.recorder.pins import HousePins
from hub.recorder.presence import PresenceRecords
from hub.recorder.registry import Registry
from hub.recorder.tokens import Tokens
from hub.recorder.traces import Traces
from hub.recorder.users import User, Users
from hub.safe_start import telling
from hub.safe_start.databases import open_database
from hub.safe_start.folder import only_hub_in
from hub.safe_start.policies import FILE_NAME as POLICY
from hub.safe_start.policies import safe_policies
from hub.server.client_address import Proxies
from hub.server.conversation import Conversation
from hub.server.parts import ServerConfig, ServerParts
from hub.server.rest import config_json
from hub.server.server import Server
from hub.service_manager import ServiceManager, supervised
from hub.speaking import Speaking
from integrations.mqtt.connection import MqttConfig
from integrations.mqtt.integration import MqttIntegration

if TYPE_CHECKING:
    from integrations.virtual.inventory import Inventory

# The hub's own rule files, in its folder.
RULES = "rules"
SHIPPED_POLICY = Path(__file__).parent.parent / "rules" / POLICY
WEB_ROOT = Path(__file__).parent / "web"
GC_THRESHOLDS = (50_000, 50, 100)
OWNER_BY_ENVIRONMENT = "Owner"
THIS_COMPUTER = "This computer"
COMMAND_LINE = "lares command line"

Say = Callable[[str], None]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """How this hub is to run. `inventory` adds a virtual home; `rules` holds the owner's policy.

    `troubles` is where all is told that is not whole.
    """

    folder: Path
    config: Config
    owner_token: SecretStr | None = None
    inventory: Path | None = None
    rules: Path | None = None
    troubles: Troubles = field(default_factory=Troubles)
    masking: Masking = field(default_factory=Masking)


@dataclass(frozen=True, slots=True)
class Accounts:
    """Who may talk to the hub, and with what."""

    users: Users
    tokens: Tokens
    credentials: Credentials
    pins: HousePins
    onboarding: Onboarding
    console: User | None = None


async def serve(options: Options, *, say: Say) -> int:
    """Run a hub until SIGTERM or SIGINT; returns the exit status."""
    log_masked(options.masking)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with open_hub(options, say=say):
        _spare_the_collector()
        await stop.wait()
        say("Stopping.")
    return 0


def _spare_the_collector() -> None:
    """Have the garbage collector leave alone what stays until the end, and look less often.

    What rules make in a burst is freed by counting references; looking through it all for cycles
    every few hundred objects cost a quarter of a busy hub's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    gc.enable()


@asynccontextmanager
async def open_hub(options: Options, *, say: Say) -> AsyncIterator[Server]:
    """Open every part in order; yields the server, which listens.

    Raises:
        HubError: a part could not be opened; the message says which and what to do.
    """
    config, folder = options.config, options.folder
    _set_clock(config)
    inventory = _inventory(options)
    async with AsyncExitStack() as parts:
        parts.enter_context(only_hub_in(folder))
        policies = safe_policies(SHIPPED_POLICY, _own_policy(options), folder, options.troubles)
        governing = {"lares.yaml": config, "policy": policies}
        audit = await parts.enter_async_context(
            audited(folder, config.audit, _masking(options), governing)
        )
        database = await open_database(parts, folder, options.troubles)
        home = Home()
        registry = Registry(database)
        await registry.load(home)
        _put_places(home, config, inventory)
        await parts.enter_async_context(registry.following(home))

        history = await _history(parts, home, options)
        mqtt_config = await find_broker(parts, config.mqtt, folder, say, options.troubles)
        mqtt = await parts.enter_async_context(
            MqttIntegration(
                home,
                mqtt_config,
                known_ids=registry.known_ids("mqtt"),
                known_as=registry.known_as("mqtt"),
            )
        )
        await _virtual_home(parts, inventory, mqtt_config, say)

        accounts = await _accounts(database, options)
        sight = Sight(home, accounts.users.who_is)

        guarding = GuardParts(
            desk=PolicyDesk(policies, _own_policy(options), folder, audit, options.troubles),
            place=_place(config),
            who_is=accounts.users.who_is,
            pins=accounts.pins,
            addressed=mqtt.addressed,
            sharing=mqtt.sharing,
        )
        guard = guarding.guard(home, _now)
        approvals = Approvals(database)
        traces = await parts.enter_async_context(Traces(database))
        notifications = Notifications(database)

        async def run_plan(plan: Plan) -> PlanResult:
            return await executor.run(plan, wait_s=0)

        async def plan_words(request: Request) -> PlanResult:
            return await executor.run(await planner.plan(request), wait_s=0)

        rules = await rule_parts.build(
            rule_parts.Around(
                home=home,
                place=_place(config),
                database=database,
                alarms=await parts.enter_async_context(WallClockAlarms()),
                board=notifications,
                listen=mqtt.hear,
                run_plan=run_plan,
                plan_words=plan_words,
                traces=history,
                now=_now,
                known_ids=registry.known_ids("automation"),
                own=folder / RULES,
                given=_given_rules(options),
                audit=audit,
            )
        )
        keeping = rules.keeping
        phones = Phones(
            PhonesAround(
                home=home,
                tracking=rules.presence,
                records=PresenceRecords(database),
                sight=sight,
                templates=_templates(home, rules, config),
                now=_now,
                subscribe=mqtt.hear,
                run_plan=run_plan,
                converse=lambda request: conversation.process(request),  # noqa: PLW0108
                config=lambda: config_json(server_parts.config),
            ),
            config.owntracks,
        )
        executor = await parts.enter_async_context(
            Executor(
                home,
                guard,
                {
                    "mqtt": mqtt,
                    "owntracks": phones.owntracks,
                    "mobile_app": phones.app,
                    **rules.integrations(),
                },
                approvals,
                traces,
                who_is=accounts.users.who_is,
                pins=accounts.pins,
                ask_around=AskingAround(
                    home=home,
                    teller=notifications,
                    who_is=accounts.users.who_is,
                    reply=lambda *told: planner.reply(*told),  # noqa: PLW0108 -- it comes later
                ).ask,
                keeper=keeping,
                settings=ExecutorSettings(approval=timedelta(seconds=config.approval_s)),
                audit=audit,
            )
        )
        looking_back = LookingBack(
            home=home,
            place=rules.world.place,
            keeping=keeping,
            history=history.queries,
            now=_now,
            judging=lambda replayed, clock: guarding.guarding(replayed, clock).judge,
            root=folder / RULES,
        )
        parts.callback(home.listen(partial(_look_over, looking_back, rules), Fired))
        await rules.enter(parts)
        await phones.enter(parts, rules.webhooks)
        await guarding.watch(
            parts,
            home,
            _now,
            run_plan=executor.run,
            teller=notifications,
            alarms=rules.world.alarms,
        )
        worker = ModelWorker(_model_settings(config, folder))
        planner = Speaking(
            speaking.Around(
                home=home,
                sight=sight,
                kept=keeping,
                past=traces,
                worker=worker,
                settings=worker.settings,
                zone=ZoneInfo(config.time_zone),
                languages=(config.language,),
            )
        )
        backups = await parts.enter_async_context(scheduled(config.backup, folder, _now))
        door = await asyncio.to_thread(front_door, config.http, folder)
        server_parts = ServerParts(
            home=home,
            executor=executor,
            judge=guard.judge,
            planner=planner,
            dialogue=Dialogue(_now, lambda entity_id: full_name(home, home.entity(entity_id))),
            reply=planner.reply,
            users=accounts.users,
            tokens=accounts.tokens,
            credentials=accounts.credentials,
            sight=sight,
            onboarding=accounts.onboarding,
            approvals=approvals,
            traces=traces,
            keeping=keeping,
            notifications=notifications,
            webhooks=rules.webhooks,
            sentences=rules.said,
            history=history.queries,
            policies=PolicyControl(guard, guarding.desk),
            edits=rules.edits,
            trials=looking_back,
            phones=phones,
            render=rules.render,
            audit=audit,
            console=accounts.console.id if accounts.console else None,
            masking=options.masking,
            health=telling.with_troubles(
                options.troubles, backups, lambda: _health(worker, mqtt, config, history, door)
            ),
            config=_server_config(config),
            web_root=WEB_ROOT,
        )
        conversation = Conversation(server_parts)
        server = await parts.enter_async_context(
            Server(server_parts, host=door.host, port=door.port, certificate=door.certificate)
        )
        await _announce(parts, options, accounts, server, say)
        await parts.enter_async_context(
            _supervised(
                executor,
                partial(_read_again, keeping, door, guarding.desk),
                server,
                options.troubles,
            )
        )
        await parts.enter_async_context(
            telling.told(
                options.troubles,
                (
                    partial(telling.trouble_with_audit, audit),
                    partial(telling.trouble_with_door, door),
                    partial(telling.trouble_with_rules, keeping),
                    partial(telling.trouble_with_model, worker),
                    guarding.desk.troubles,
                    backups.trouble,
                ),
                notifications,
                _now,
            )
        )
        for later in (getting_ready(), worker, planner):
            await parts.enter_async_context(later)
        yield server


def _supervised(
    executor: Executor, reload: Callable[[], Awaitable[None]], server: Server, troubles: Troubles
) -> AbstractAsyncContextManager[None]:
    """Tell the service manager how the hub is, and read again what it may have read again."""
    return supervised(
        ServiceManager.of(),
        answers=executor.pending,
        reload=reload,
        status=lambda: troubles.in_a_line() or f"Serving {server.url}",
    )


async def _read_again(keeping: Keeping, door: FrontDoor, desk: PolicyDesk) -> None:
    """Read the policies, the rule files and the certificate again, as SIGHUP asks for."""
    await desk.look_again()
    if door.certificate is not None:
        await asyncio.to_thread(door.certificate.look_again)
    await keeping.reload()


def _now() -> datetime:
    return datetime.now(UTC)


def _own_policy(options: Options) -> Path:
    """Return the owner's policy file: among the rules given, else in the hub's folder.

    Raises:
        HubError: the rules given do not exist.
    """
    rules = options.rules
    if rules is not None and not rules.exists():
        raise HubError(f"--rules {rules}: there is no such file or folder")
    if rules is not None and rules.is_dir() and (rules / POLICY).exists():
        return rules / POLICY
    if rules is not None and rules.name == POLICY:
        return rules
    return options.folder / POLICY


def _given_rules(options: Options) -> Path | None:
    """Return what `--rules` gives besides a policy."""
    rules = options.rules
    return rules if rules is not None and rules.name != POLICY else None


def _masking(options: Options) -> Masking:
    """Return what masks all secrets that this hub was told."""
    learn_from(options.config, options.masking)
    if options.owner_token is not None:
        options.masking.learn(options.owner_token.get_secret_value())
    return options.masking


async def _history(parts: AsyncExitStack, home: Home, options: Options) -> HistoryRecorder:
    """Open the history, and tell the home what its entities last said."""
    settings, troubles = options.config.recorder, options.troubles
    file = options.folder / HISTORY
    history = await parts.enter_async_context(
        HistoryRecorder(file, home, settings, troubles=troubles)
    )
    try:
        last = await history.queries.last_states()
    except StorageError as error:
        troubles.add("history", str(error), "states are unknown until devices report")
        return history
    for entity_id, (state, _, since, _) in last.items():
        home.remember(entity_id, state, since)
    return history


def _look_over(looking_back: LookingBack, rules: rule_parts.RuleParts, event: HomeEvent) -> None:
    """Look over all rules once the hub has started, and devices were heard of."""
    if isinstance(event, Fired) and event.event_type == STARTED:
        rules.engine.spawn(looking_back.log_findings, "look over the rules")


def _templates(
    home: Home, rules: rule_parts.RuleParts, config: Config
) -> Callable[[Home], Templates]:
    """Return what renders templates over the home, or what somebody sees of it."""
    place = _place(config)
    of_views = PerView[Templates](lambda seen: HomeTemplates(seen, place, _now))
    return lambda seen: rules.world.templates if seen is home else of_views.of(seen)


def _inventory(options: Options) -> "Inventory | None":
    if options.inventory is None:
        return None
    from integrations.virtual import inventory, issues  # noqa: PLC0415 -- only the demo

    try:
        return inventory.load_inventory(options.inventory)
    except issues.VirtualHomeError as error:
        raise HubError(str(error)) from None


async def _virtual_home(
    parts: AsyncExitStack, inventory: "Inventory | None", broker: MqttConfig, say: Say
) -> None:
    if inventory is None:
        return
    from integrations.virtual.home import VirtualHome  # noqa: PLC0415 -- only the demo needs it

    house = VirtualHome(
        inventory,
        host=broker.host,
        port=broker.port,
        username=broker.username,
        password=broker.password,
    )
    await parts.enter_async_context(house)
    say(f"Virtual home: {len(inventory.entities)} entities over MQTT")


def _put_places(home: Home, config: Config, inventory: "Inventory | None") -> None:
    for source in (config, inventory):
        if source is None:
            continue
        for floor in source.floors:
            home.put_floor(Floor(FloorId(floor.id), floor.name, floor.level, tuple(floor.aliases)))
        for area in source.areas:
            floor_id = FloorId(area.floor) if area.floor else None
            home.put_area(Area(AreaId(area.id), area.name, floor_id, tuple(area.aliases)))


def _set_clock(config: Config) -> None:
    """Make the house's time zone that of the process, so that every local time is its own."""
    os.environ["TZ"] = config.time_zone
    time.tzset()


def _place(config: Config) -> Place:
    zone = ZoneInfo(config.time_zone)
    return Place(config.latitude, config.longitude, zone, config.elevation)


def _model_settings(config: Config, folder: Path) -> ModelSettings:
    wanted = config.language_model
    given: dict[str, Any] = {
        "enabled": wanted.enabled,
        "socket": folder / wanted.socket if wanted.socket else None,
        "model_path": folder / wanted.model if wanted.model else None,
        "adapter_path": folder / wanted.adapter if wanted.adapter else None,
        "threads": wanted.threads,
        "timeout_s": wanted.timeout_s,
        "threshold": wanted.threshold,
    }
    return ModelSettings(**{name: value for name, value in given.items() if value is not None})


async def _accounts(database: Database, options: Options) -> Accounts:
    users, tokens = Users(database), Tokens(database)
    await users.load()
    await tokens.load()
    onboarding = Onboarding(database, users, tokens)
    if options.owner_token is not None and onboarding.is_open:
        await onboarding.appoint(OWNER_BY_ENVIRONMENT, options.owner_token.get_secret_value())
    credentials = Credentials(database, users)
    pins = HousePins(users, credentials)
    try:
        console = await _this_computer(users)
    except StorageError:  # the disk is full: said when its token cannot be left either
        console = None
    return Accounts(users, tokens, credentials, pins, onboarding, console)


async def _announce(
    parts: AsyncExitStack, options: Options, accounts: Accounts, server: Server, say: Say
) -> None:
    """Say where the hub is, and let this computer's own `lares` commands in."""
    say(f"Lares {__version__} is at {server.url}")
    try:
        await _let_this_computer_in(parts, options, accounts, server)
        code = await accounts.onboarding.issue()
    except (OSError, StorageError) as error:
        instead = "`lares` commands on this computer need --url and --token"
        options.troubles.add("command line", f"no token could be left for it: {error}", instead)
        return
    if code is not None:
        say(f"The owner's one-time code: {code}")


async def _let_this_computer_in(
    parts: AsyncExitStack, options: Options, accounts: Accounts, server: Server
) -> None:
    user = accounts.console or await _this_computer(accounts.users)
    for token in accounts.tokens.all(user.id):
        if token.revoked is None and token.name == COMMAND_LINE:
            await accounts.tokens.revoke(token.id)
    _, secret = await accounts.tokens.create(user.id, COMMAND_LINE)
    own = server.certificate.files.certificate if server.certificate else None
    endpoint = remote.write_endpoint(options.folder, server.url, secret, own)
    parts.callback(lambda: endpoint.unlink(missing_ok=True))


async def _this_computer(users: Users) -> User:
    known = next((user for user in users.all() if user.name == THIS_COMPUTER), None)
    return known or await users.create(THIS_COMPUTER, Role.ADULT)


async def _health(
    worker: ModelWorker,
    mqtt: MqttIntegration,
    config: Config,
    history: HistoryRecorder,
    door: FrontDoor,
) -> Mapping[str, Any]:
    return {
        "history": history.health(),
        "http": door.health(),
        "version": __version__,
        "model": {"state": worker.state.name, "reason": worker.state.reason},
        "broker": {
            "state": "connected" if mqtt.connected else "disconnected",
            "kind": "external" if config.mqtt.host else "embedded",
            "reason": mqtt.problem,
        },
    }


def _server_config(config: Config) -> ServerConfig:
    return ServerConfig(
        name=config.name,
        latitude=config.latitude,
        longitude=config.longitude,
        elevation=config.elevation,
        time_zone=config.time_zone,
        unit_system=config.unit_system,
        language=config.language,
        country=config.country,
        currency=config.currency,
        allowed_hosts=config.http.allowed_hosts,
        proxies=Proxies(
            are_used=config.http.use_x_forwarded_for, trusted=config.http.trusted_proxies
        ),
    )
