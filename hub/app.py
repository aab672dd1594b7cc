"""Builds the hub from its parts and owns them; the only file that knows them all.

Read it from `serve`: the parts are opened in order and closed in reverse.
"""

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import (
    AsyncExitStack,
    asynccontextmanager,
)
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hub import rule_parts, speaking
from hub import voice_service as voice_service_parts
from hub import voicing as voicing_parts
from hub.accounts import announce, open_accounts
from hub.announcing import address_of, announcement_of
from hub.asking_around import AskingAround
from hub.auditing import audited
from hub.automation.alarms import WallClockAlarms
from hub.automation.engine import STARTED
from hub.automation.rendering import Templates
from hub.automation.templates import HomeTemplates
from hub.backing_up import scheduled
from hub.broker import find_broker
from hub.config import Config
from hub.executor.executor import Executor
from hub.executor.settings import ExecutorSettings
from hub.front_door import front_door
from hub.getting_ready import getting_ready
from hub.guard_parts import GuardParts, PolicyControl
from hub.home.asked import Questions
from hub.home.events import Fired, HomeEvent
from hub.home.home import Home
from hub.home.ids import domain_of
from hub.home.model import NO_ATTRIBUTES
from hub.home.plan import Plan, PlanResult, Request
from hub.home.sight import PerView, Sight
from hub.language.dialogue import Dialogue
from hub.language.model_settings import ModelSettings
from hub.language.resolve import full_name
from hub.language.worker_client import ModelWorker
from hub.looking_back import LookingBack
from hub.makers import Around as MakersAround
from hub.makers import Makers
from hub.masked_logs import log_masked
from hub.options import Options, Say, given_rules, masking_of, own_policy
from hub.phones import Around as PhonesAround
from hub.phones import Phones
from hub.places import given_by, inventory_of, open_virtual_home, place_of, put_places, set_clock
from hub.policy_desk import PolicyDesk
from hub.recorder.approvals import Approvals
from hub.recorder.database import Database
from hub.recorder.errors import StorageError
from hub.recorder.history.recorder import FILE_NAME as HISTORY
from hub.recorder.history.recorder import HistoryRecorder
from hub.recorder.notifications import Notifications
from hub.recorder.presence import PresenceRecords
from hub.recorder.registry import Registry
from hub.recorder.traces import Traces
from hub.recorder.user_data import UserData
from hub.recorder.voice_runs import VoiceRunRecords
from hub.safe_start import telling
from hub.safe_start.databases import open_database
from hub.safe_start.folder import only_hub_in
from hub.safe_start.policies import FILE_NAME as POLICY
from hub.safe_start.policies import safe_policies
from hub.server.conversation import Conversation
from hub.server.parts import ServerParts
from hub.server.rest import config_json
from hub.server.server import Server
from hub.server.spoken import SpokenConversation
from hub.serving import health_of, read_again, server_config, supervise
from hub.speaking import Speaking
from hub.telling_aloud import TellingAloud
from hub.voice_service import voice_service
from hub.voicing import Voicing
from integrations.mqtt.integration import MqttIntegration

if TYPE_CHECKING:
    from integrations.virtual.inventory import Inventory

# The hub's own rule files, in its folder.
RULES = "rules"
SHIPPED_POLICY = Path(__file__).parent.parent / "rules" / POLICY
WEB_ROOT = Path(__file__).parent / "web"
# Domains of whose attributes devices do not say all again.
UNREPEATED = frozenset({"event", "update"})
GC_THRESHOLDS = (50_000, 50, 100)

_log = logging.getLogger(__name__)


async def serve(options: Options, *, say: Say) -> int:
    """Run a hub until SIGTERM or SIGINT; returns the exit status."""
    log_masked(options.masking, options.log_lines)
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
    every few hundred objects cost a quarter of a busy hub's time. Nor is all that was loaded looked
    through once: who comes first would wait a tenth of a second for it, for less than a megabyte.
    """
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
    set_clock(config)
    inventory = inventory_of(options)
    async with AsyncExitStack() as parts:
        parts.enter_context(only_hub_in(folder))
        policies = safe_policies(SHIPPED_POLICY, own_policy(options), folder, options.troubles)
        governing = {"lares.yaml": config, "policy": policies}
        audit = await parts.enter_async_context(
            audited(folder, config.audit, masking_of(options), governing)
        )
        database = await open_database(parts, folder, options.troubles)
        home, registry = await _known_home(parts, database, config, inventory)
        history = await _history(parts, home, options)
        mqtt_config = await find_broker(parts, config.mqtt, folder, say, options.troubles)
        mqtt = await parts.enter_async_context(
            MqttIntegration(
                home,
                mqtt_config,
                known_ids=registry.known_ids("mqtt"),
                known_as=registry.known_as("mqtt"),
                unit="C" if config.unit_system == "metric" else "F",
            )
        )
        await open_virtual_home(parts, inventory, mqtt_config, say)

        notifications = Notifications(database)
        accounts = await open_accounts(database, options, notifications)
        sight = Sight(home, accounts.users.who_is)

        guarding = GuardParts(
            desk=PolicyDesk(policies, own_policy(options), folder, audit, options.troubles),
            place=place_of(config),
            who_is=accounts.users.who_is,
            pins=accounts.pins,
            addressed=mqtt.addressed,
            sharing=mqtt.sharing,
            timers=lambda: keeping.timers,
        )
        guard = guarding.guard(home, _now)
        approvals = Approvals(database)
        traces = await parts.enter_async_context(Traces(database))

        async def run_plan(plan: Plan) -> PlanResult:
            return await executor.run(plan, wait_s=0)

        async def plan_words(request: Request) -> PlanResult:
            return await executor.run(await planner.plan(request), wait_s=0)

        rules = await rule_parts.build(
            rule_parts.Around(
                home=home,
                place=place_of(config),
                database=database,
                alarms=await parts.enter_async_context(WallClockAlarms()),
                board=notifications,
                listen=mqtt.hear,
                run_plan=run_plan,
                plan_words=plan_words,
                traces=history,
                now=_now,
                known_ids=registry.known_ids("automation"),
                questions=(questions := Questions()),
                own=folder / RULES,
                given=given_rules(options),
                audit=audit,
            )
        )
        parts.callback(mqtt.place_by(rules.presence))
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
        voicing = Voicing(
            voicing_parts.Around(
                settings=config.voice,
                folder=folder,
                language=config.language,
                runs=(voice_runs := VoiceRunRecords(database)),
                conversing=lambda: SpokenConversation(server_parts, conversation, planner),
                now=_now,
                run_plan=run_plan,
                address=lambda: address_of(config, server),
                questions=questions,
            )
        )
        makers = Makers(
            MakersAround(
                home=home,
                database=database,
                registry=registry,
                mqtt=mqtt,
                settings=config.network,
                folder=folder,
                masking=options.masking,
                is_given=given_by(inventory),
                voice=lambda: voicing.voice,
            )
        )
        executor = await parts.enter_async_context(
            Executor(
                home,
                guard,
                {
                    "mqtt": mqtt,
                    "owntracks": phones.owntracks,
                    "mobile_app": phones.app,
                    voicing.players.name: voicing.players,
                    **rules.integrations(),
                    **makers.integrations(),
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
                judge=guard.judge,
                zone=ZoneInfo(config.time_zone),
                languages=(config.language,),
            )
        )
        backups = await parts.enter_async_context(scheduled(config.backup, folder, _now, audit))
        door = await asyncio.to_thread(front_door, config.http, folder)
        server_parts = ServerParts(
            home=home,
            executor=executor,
            judge=guard.judge,
            planner=planner,
            dialogue=Dialogue(_now, lambda entity_id: full_name(home, home.entity(entity_id))),
            reply=planner.reply,
            rule_words=planner.rule_words,
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
            bench=rules.bench,
            drafts=rules.drafts,
            trials=looking_back,
            phones=phones,
            devices=makers,
            backups=backups,
            zones=rules.presence,
            stills={mqtt.name: mqtt},
            render=rules.render,
            watched=rules.tracker,
            audit=audit,
            voice=voicing.voice,
            speeches=voicing.speeches,
            voice_runs=voice_runs,
            save_home=partial(registry.save, home),
            user_data=UserData(database),
            console=accounts.console.id if accounts.console else None,
            masking=options.masking,
            log_text=options.log_lines.text,
            health=telling.with_troubles(
                options.troubles,
                backups,
                lambda: health_of(worker, mqtt, config, history, door, voicing=voicing),
            ),
            config=server_config(config),
            web_root=WEB_ROOT,
        )
        conversation = Conversation(server_parts)
        server = await parts.enter_async_context(
            Server(server_parts, host=door.host, port=door.port, certificate=door.certificate)
        )
        await announce(parts, options, accounts, server, say)
        await parts.enter_async_context(
            supervise(
                executor,
                partial(read_again, keeping, door, guarding.desk, makers),
                server,
                options.troubles,
            )
        )
        await makers.enter(parts)
        await parts.enter_async_context(
            telling.told(
                options.troubles,
                (
                    partial(telling.trouble_with_audit, audit),
                    partial(telling.trouble_with_door, door),
                    partial(telling.trouble_with_rules, keeping),
                    partial(telling.trouble_with_devices, makers),
                    partial(telling.trouble_with_model, worker),
                    guarding.desk.troubles,
                    backups.trouble,
                ),
                notifications,
                _now,
            )
        )
        for later in (
            getting_ready(),
            worker,
            planner,
            voicing,
            TellingAloud(home, notifications.listen, executor.run),
        ):
            await parts.enter_async_context(later)
        await makers.listen(
            parts,
            announcement_of(config, folder, server),
            await parts.enter_async_context(
                voice_service(
                    voice_service_parts.Around(
                        config=config,
                        folder=folder,
                        home=home,
                        conversing=SpokenConversation(server_parts, conversation, planner),
                        conversation=conversation,
                        voice=voicing.voice,
                    )
                )
            ),
        )
        yield server


def _now() -> datetime:
    return datetime.now(UTC)


async def _known_home(
    parts: AsyncExitStack, database: Database, config: Config, inventory: "Inventory | None"
) -> tuple[Home, Registry]:
    """Return the home as it was known before, and with the places that the owner names."""
    home, registry = Home(), Registry(database)
    await registry.load(home)
    put_places(home, config, inventory)
    await parts.enter_async_context(registry.following(home))
    return home, registry


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
    for entity_id, (state, attributes, since, _) in last.items():
        told = attributes if domain_of(entity_id) in UNREPEATED else NO_ATTRIBUTES
        home.remember(entity_id, state, since, told)
    return history


def _look_over(looking_back: LookingBack, rules: rule_parts.RuleParts, event: HomeEvent) -> None:
    """Look over all rules once the hub has started, and devices were heard of."""
    if isinstance(event, Fired) and event.event_type == STARTED:
        rules.engine.spawn(looking_back.log_findings, "look over the rules")


def _templates(
    home: Home, rules: rule_parts.RuleParts, config: Config
) -> Callable[[Home], Templates]:
    """Return what renders templates over the home, or what somebody sees of it."""
    place = place_of(config)
    of_views = PerView[Templates](lambda seen: HomeTemplates(seen, place, _now))
    return lambda seen: rules.world.templates if seen is home else of_views.of(seen)


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
