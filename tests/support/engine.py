"""An engine over a home, for tests: everything real but the broker and, if wanted, the clock."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hub.automation.alarms import Alarms
from hub.automation.calling import Roads, RunPlan
from hub.automation.engine import Engine, EngineParts
from hub.automation.keeping import Keeping, KeepingParts
from hub.automation.place import Place
from hub.automation.rulebook import RuleBook
from hub.automation.sentences import SentenceDesk
from hub.automation.templates.home_templates import HomeTemplates
from hub.automation.webhooks import WebhookDesk
from hub.automation.world import MqttMessage, World
from hub.home.home import Home, Unsubscribe
from hub.home.notifications import Teller
from hub.home.run_trace import RunTrace
from hub.language.timer_telling import TimersInWords
from hub.recorder.database import Database
from hub.recorder.keeping import KeepingRecords
from hub.recorder.runs import RunRecords

if TYPE_CHECKING:
    from hub.automation.script import RunTraceSink


class HandMessages:
    """A broker whose messages a test says by hand; no wildcards."""

    def __init__(self) -> None:
        self.heard: dict[str, list[Callable[[MqttMessage], None]]] = {}

    def subscribe(
        self,
        topic: str,
        hear: Callable[[MqttMessage], None],
        *,
        qos: int = 0,
        encoding: str | None = "utf-8",
    ) -> Unsubscribe:
        """Call `hear` with what is said on `topic`."""
        del qos, encoding
        self.heard.setdefault(topic, []).append(hear)
        return lambda: self.heard[topic].remove(hear)

    def say(self, topic: str, payload: str) -> None:
        """Say something to all who listen."""
        for hear in tuple(self.heard.get(topic, ())):
            hear(MqttMessage(topic, payload))


class TraceList:
    """Traces of runs, the last of each run."""

    def __init__(self) -> None:
        self.by_run: dict[str, RunTrace] = {}

    def put(self, trace: RunTrace) -> None:
        """Keep a trace."""
        self.by_run[trace.run_id] = trace

    @property
    def endings(self) -> list[str]:
        """How the runs ended, in the order in which they began."""
        return [trace.ending for trace in self.by_run.values()]


class RelayedTraces(TraceList):
    """Passes traces on to `to` as well, once there is somebody."""

    def __init__(self) -> None:
        super().__init__()
        self.to: RunTraceSink | None = None

    def put(self, trace: RunTrace) -> None:
        """Keep a trace and pass it on."""
        super().put(trace)
        if self.to is not None:
            self.to.put(trace)


def world_of(home: Home, place: Place, now: Callable[[], datetime], alarms: Alarms) -> World:
    """Return what rules see, with nothing outside."""
    return World(
        home=home,
        place=place,
        now=now,
        templates=HomeTemplates(home, place, now),
        alarms=alarms,
        messages=HandMessages(),
        webhooks=WebhookDesk(),
        sentences=SentenceDesk(),
    )


async def keeping_over(  # noqa: PLR0913 -- what a hub is made of
    database: Database,
    world: World,
    run_plan: RunPlan,
    teller: Teller,
    folder: Path,
    *,
    given: Path | None = None,
    traces: TraceList | None = None,
) -> Keeping:
    """Return keeping over a database and a folder, not entered yet."""
    records = KeepingRecords(database)
    book = RuleBook(folder, given)

    async def follow(plan_id: str) -> object:
        return await engine.follow(plan_id)

    engine = Engine(
        EngineParts(
            world=world,
            roads=Roads(world.home, world.place.time_zone, run_plan, follow),  # type: ignore[arg-type]
            store=RunRecords(database),
            traces=traces or TraceList(),
            teller=teller,
            records=await records.rule_records(),
            keep_records=records.put_rule_records,
            forget_record=records.remove_rule_record,
            delete=book.delete,
        )
    )
    return Keeping(
        KeepingParts(
            home=world.home,
            engine=engine,
            book=book,
            store=records,
            teller=teller,
            alarms=world.alarms,
            now=world.now,
            timer_words=TimersInWords(),
        )
    )
