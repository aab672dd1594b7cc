"""Builds what rules need, and puts to work what rule files say; `app` puts it beside the rest.

Read it from `build`; `RuleParts.enter` opens the parts in order.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from hub.automation.alarms import Alarms
from hub.automation.calling import Roads, RunPlan
from hub.automation.drafts import Drafts
from hub.automation.engine import Engine, EngineParts
from hub.automation.entities.house import HouseEntities
from hub.automation.entities.sun import Sun
from hub.automation.files.versions import Versions
from hub.automation.house_services import DOMAINS, Board, HouseServices
from hub.automation.keeping import Keeping, KeepingParts
from hub.automation.known_home import KnownHome
from hub.automation.messages import BrokerMessages, Listen
from hub.automation.model.values import Template
from hub.automation.place import Place
from hub.automation.presence import Presence
from hub.automation.presence.zones import ZoneWrong
from hub.automation.rendering import TemplateFailed
from hub.automation.rule_editing import RuleEdits
from hub.automation.rulebook import Book, RuleBook
from hub.automation.said import SaidToRules
from hub.automation.script import RunTraceSink
from hub.automation.sentences import SentenceDesk
from hub.automation.templates import HomeTemplates
from hub.automation.templates.tracking import Tracker
from hub.automation.webhooks import WebhookDesk
from hub.automation.workbench import Workbench
from hub.automation.world import World
from hub.home.asked import Questions
from hub.home.audit import Unaudited
from hub.home.events import EntityAdded
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.integration import Integration
from hub.home.plan import PlanResult, Request
from hub.home.stores import AuditSink
from hub.home.yaml_config import ConfigProblem
from hub.language.timer_telling import TimersInWords
from hub.record import record
from hub.recorder.audit.rule_changes import RecordedVersions
from hub.recorder.database import Database
from hub.recorder.house_entities import HouseEntityRecords
from hub.recorder.keeping import KeepingRecords
from hub.recorder.presence import PresenceRecords
from hub.recorder.rule_versions import RuleVersions
from hub.recorder.runs import RunRecords

# All files are read for it once more: not while the hub starts.
FIRST_NOTICE_S = 10.0


@record(frozen=True, slots=True, kw_only=True)
class Around:
    """What rules get from the rest of the hub.

    `known_ids` are the entity ids that automations had before a restart; `own` is the folder of
    the hub's own rule files, `given` what `--rules` named.
    """

    home: Home
    place: Place
    database: Database
    alarms: Alarms
    board: Board
    listen: Listen
    run_plan: RunPlan
    plan_words: Callable[[Request], Awaitable[PlanResult]]
    traces: RunTraceSink
    now: Callable[[], datetime]
    known_ids: Mapping[tuple[str, str], EntityId]
    own: Path
    given: Path | None = None
    questions: Questions = field(default_factory=Questions)
    audit: AuditSink = field(default_factory=Unaudited)


@record(frozen=True, slots=True, kw_only=True)
class RuleParts:
    """All that rules are made of."""

    world: World
    engine: Engine
    keeping: Keeping
    presence: Presence
    entities: HouseEntities
    sun: Sun
    services: HouseServices
    webhooks: WebhookDesk
    said: SaidToRules
    versions: Versions
    edits: RuleEdits
    drafts: Drafts
    bench: Workbench
    known: KnownHome
    tracker: Tracker

    def render(self, source: str, variables: Mapping[str, Any]) -> str:
        """Render a template to text.

        Raises:
            TemplateFailed: it failed.
        """
        return self.world.templates.text(Template(source), variables)

    def integrations(self) -> dict[str, Integration]:
        """Return who carries out commands, by the name of the integration or the domain."""
        house: dict[str, Integration] = dict.fromkeys(DOMAINS, self.services)
        return house | {
            "automation": self.engine,
            "hub": self.entities,
            "template": self.entities,
            "scene": self.entities,
            "group": self.entities,
            "presence": self.presence,
            "device_tracker": self.presence,
        }

    async def enter(self, stack: AsyncExitStack) -> None:
        """Open what rules read first, then read all rule files, then let rules run."""
        home = self.world.home
        stack.callback(home.listen(self.known.hear, EntityAdded))
        stack.callback(self.tracker.close)
        await stack.enter_async_context(self.sun)
        await stack.enter_async_context(self.entities)
        self.entities.hold()
        await stack.enter_async_context(self.presence)
        await stack.enter_async_context(self.keeping)
        self.entities.begin()


async def build(around: Around) -> RuleParts:
    """Build the parts; what was kept of rules is read, nothing runs yet."""
    home, alarms = around.home, around.alarms
    known = KnownHome(home)
    webhooks, sentences = WebhookDesk(), SentenceDesk()
    templates = HomeTemplates(home, around.place, around.now)
    tracker = Tracker(templates, home, alarms, around.now)
    world = World(
        home=home,
        place=around.place,
        now=around.now,
        templates=templates,
        alarms=alarms,
        messages=BrokerMessages(around.listen),
        webhooks=webhooks,
        sentences=sentences,
    )

    async def follow(plan_id: str) -> Mapping[str, Any] | None:
        return await engine.follow(plan_id)

    roads = Roads(
        home,
        around.place.time_zone,
        around.run_plan,
        follow,
        around.plan_words,
        around.questions,
    )
    records, book = KeepingRecords(around.database), RuleBook(around.own, around.given)
    engine = Engine(
        EngineParts(
            world=world,
            roads=roads,
            store=RunRecords(around.database),
            traces=around.traces,
            teller=around.board,
            records=await records.rule_records(),
            keep_records=records.put_rule_records,
            forget_record=records.remove_rule_record,
            delete=book.delete,
            known_ids=around.known_ids,
            fosters=lambda saved: entities.runs_of(saved),  # noqa: PLW0108 -- made further down
        )
    )
    presence = Presence(home, around.place, around.now, PresenceRecords(around.database))
    entities = HouseEntities(
        home,
        now=around.now,
        alarms=alarms,
        store=HouseEntityRecords(around.database),
        zone=around.place.time_zone,
        roads=roads,
        note_plan=engine.note_plan,
        world=world,
        tracker=tracker,
        waits=engine.waits,
        run_parts=engine.run_parts,
    )
    recorded = RecordedVersions(RuleVersions(around.database), around.audit)
    versions = Versions(recorded, book, around.now)

    async def configured(book: Book) -> Sequence[ConfigProblem]:
        configuration = book.configuration
        known.learn(book.registries, configuration.customized)
        problems = list(await entities.configure(configuration.helpers, configuration.scenes))
        problems += map(_problem, presence.configure(configuration.helpers))
        versions.notice_later(configuration)
        notice = partial(_notice, versions, 0 if engine.has_begun else FIRST_NOTICE_S)
        engine.spawn(notice, "notice changes of rule files")
        return problems

    keeping = Keeping(
        KeepingParts(
            home=home,
            engine=engine,
            book=book,
            store=records,
            teller=around.board,
            alarms=alarms,
            now=around.now,
            timer_words=TimersInWords(),
            configured=configured,
        )
    )
    template_error = partial(_template_error, templates)
    edits = RuleEdits(keeping, book, versions, around.now, template_error)
    return RuleParts(
        world=world,
        engine=engine,
        keeping=keeping,
        presence=presence,
        entities=entities,
        sun=Sun(home, place=around.place, now=around.now, alarms=alarms),
        services=HouseServices(
            home,
            around.board,
            maker_of=engine.maker_of,
            room_of=engine.room_of,
            reload=keeping.reload,
        ),
        webhooks=webhooks,
        said=SaidToRules(sentences, engine),
        versions=versions,
        edits=edits,
        drafts=Drafts(edits, home),
        bench=Workbench(world, engine.run_parts, engine.rules_at_work),
        known=known,
        tracker=tracker,
    )


async def _notice(versions: Versions, after_s: float) -> None:
    await asyncio.sleep(after_s)
    await versions.catch_up()


def _template_error(templates: HomeTemplates, source: str) -> str | None:
    try:
        templates.check(Template(source))
    except TemplateFailed as error:
        return str(error)
    return None


def _problem(wrong: ZoneWrong) -> ConfigProblem:
    return ConfigProblem(wrong.line.file, wrong.line.line, "", str(wrong))
