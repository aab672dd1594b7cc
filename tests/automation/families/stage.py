"""A house that rule files are put to work in, and the causes that set rules off."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hub.automation.keeping import Keeping
from hub.automation.said import SaidToRules
from hub.automation.script import Runs
from hub.automation.sentences import SentenceDesk
from hub.automation.webhooks import WebhookCall, WebhookDesk
from hub.home.actions import parse_command
from hub.home.home import Home
from hub.home.ids import AreaId, DeviceId, EntityId
from hub.home.model import Area, Context, Device
from hub.home.plan import Request
from hub.home.run_trace import TraceStep
from tests.automation.conftest import House
from tests.support.engine import HandMessages
from tests.support.fakes import put
from tests.support.keeping import AMSTERDAM, until

MARK, PROBE = "mark", "probe"
PROBE_RULE = """\
- alias: Probe
  mode: parallel
  triggers: [{trigger: event, event_type: probe}]
  actions: [{action: mqtt.publish, data: {topic: probe, payload: ""}}]
"""

_NEW_TO_OLD = (
    (r"(?m)^(  (?:- )?)(trigger|condition|action)s:", r"\1\2:"),
    (r"\btrigger: (?=[a-z_.]+\b)", "platform: "),
    (r"\baction: (?=[a-z_]+\.|[\"']\{\{)", "service: "),
)


class Stage:
    """The house while its rules run."""

    def __init__(self, house: House, keeping: Keeping, log: Callable[[], str]) -> None:
        self.house, self.keeping, self.log = house, keeping, log
        self.replies: list[str | None] = []

    @property
    def marks(self) -> list[str]:
        """What rules published under `mark`."""
        return self._published(MARK)

    @property
    def sent(self) -> list[str]:
        """Other commands, as "light.turn_on light.lamp"."""
        return [one for one in self.house.sent if not one.startswith("mqtt.")]

    async def leaves(self, *marks: str) -> None:
        """Wait until rules left these marks, and see that nothing else comes."""
        await until(lambda: len(self.marks) >= len(marks))
        before = len(self._published(PROBE))
        self.house.home.fire(PROBE, {}, Context())
        await until(lambda: len(self._published(PROBE)) > before)
        assert self.marks == list(marks)

    async def rest(self) -> None:
        """Wait until every run that is under way waits for something."""
        await until(lambda: self.running <= self._waiting())

    @property
    def running(self) -> int:
        """How many runs are under way, those that wait for their turn aside."""
        engine = self.keeping.engine
        runs = [one.runs for one in engine.automations]
        runs += [one.runs for one in engine.scripts]
        return sum(min(one.current, 1) if _is_queue(one) else one.current for one in runs)

    def _waiting(self) -> int:
        traces = self.house.traces.by_run.values()
        return sum(one.ending == "running" and any(map(_waits, one.steps)) for one in traces)

    def _published(self, topic: str) -> list[str]:
        data = [one.command.data() for one in self.house.devices.sent]
        return [str(one.get("payload")) for one in data if one.get("topic") == topic]


def _waits(step: TraceStep) -> bool:
    told = step.result or {}
    wait = told.get("wait", {"completed": True})
    return told.get("done") is False or (not wait["completed"] and wait["remaining"] != 0)


def _is_queue(runs: Runs) -> bool:
    return runs.runnable.mode == "queued"


Cause = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Act:
    """Something happens, and then all marks so far are these."""

    cause: Cause
    marks: tuple[str, ...]


def act(cause: Cause, *marks: str) -> Act:
    """Return an act."""
    return Act(cause, marks)


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of thing in rules: a file that uses it, and what it does when its causes come.

    `more` looks at what no mark tells; `problem` is what the file is refused with.
    """

    name: str
    rules: str
    acts: tuple[Act, ...]
    more: Callable[[Stage], None] = lambda _: None
    problem: str | None = None

    @property
    def old(self) -> str:
        """The same rules as people wrote them before 2024.10."""
        text = self.rules
        for new, old in _NEW_TO_OLD:
            text = re.sub(new, old, text)
        return text


def furnish(home: Home) -> None:
    """Put into a home what the rules speak of."""
    home.put_area(Area(AreaId("study"), "Study"))
    home.put_device(Device(DeviceId("d1"), "Leak sensor", AreaId("study")))
    home.put_device(Device(DeviceId("d2"), "Shelf", AreaId("study")))
    put(home, "binary_sensor.leak", "off", device_class="moisture", device_id=DeviceId("d1"))
    put(home, "light.shelf", "on", device_id=DeviceId("d2"), attributes={"brightness": 100})
    put(home, "light.desk", "off", area_id=AreaId("study"))
    put(home, "input_boolean.party", "off")
    put(home, "input_boolean.quiet", "off")
    put(home, "text.note", "old")
    put(home, "media_player.tv", "off")
    put(home, "zone.home", "0", attributes={"latitude": 52.37, "longitude": 4.89, "radius": 100})
    put(home, "zone.work", "0", attributes={"latitude": 52.0, "longitude": 4.0, "radius": 100})
    put(home, "calendar.family", "off")


# Causes.


async def nothing(_: Stage) -> None:
    """Let nothing happen: what comes, comes of the start."""


async def ended(stage: Stage) -> None:
    """Let all runs come to their ends."""
    await until(lambda: not stage.running)


def reports(entity_id: str, state: str, **attributes: Any) -> Cause:
    """Let a device report."""

    async def cause(stage: Stage) -> None:
        await stage.rest()
        stage.house.report(entity_id, state, **attributes)

    return cause


def fires(event_type: str, *, times: int = 1, **data: Any) -> Cause:
    """Fire an event on the hub's bus, `n` in its data counting from 1."""

    async def cause(stage: Stage) -> None:
        await stage.rest()
        for n in range(times):
            stage.house.home.fire(event_type, {**data, "n": n + 1}, Context())

    return cause


def later(seconds: float) -> Cause:
    """Let time pass, once the runs under way wait for it."""

    async def cause(stage: Stage) -> None:
        await stage.rest()
        alarms = stage.house.alarms
        await until(lambda: not stage.running or alarms.at("run "))
        await alarms.advance(seconds)

    return cause


def clock(hhmm: str, *, days: int = 0) -> Cause:
    """Move the clock on to a local time of day, so many days later."""

    async def cause(stage: Stage) -> None:
        await stage.rest()
        here = AMSTERDAM.local(stage.house.clock.now)
        hour, minute, second = (int(part) for part in f"{hhmm}:00"[:8].split(":"))
        then = datetime(here.year, here.month, here.day, tzinfo=here.tzinfo)
        then = (then + timedelta(days=days)).replace(hour=hour, minute=minute, second=second)
        await stage.house.alarms.advance_to(then)

    return cause


def message(topic: str, payload: str) -> Cause:
    """Say something on the broker."""

    async def cause(stage: Stage) -> None:
        broker = stage.house.world.messages
        assert isinstance(broker, HandMessages)
        broker.say(topic, payload)

    return cause


def webhook(
    webhook_id: str, *, method: str = "POST", is_local: bool = True, json: Any = None
) -> Cause:
    """Call an address."""

    async def cause(stage: Stage) -> None:
        desk = stage.house.world.webhooks
        assert isinstance(desk, WebhookDesk)
        call = WebhookCall(method, is_local, {}, {}, b"", json, is_json=json is not None)
        await desk.call(webhook_id, call)

    return cause


def says(text: str) -> Cause:
    """Say a sentence, and keep what is answered."""

    async def cause(stage: Stage) -> None:
        desk = stage.house.world.sentences
        assert isinstance(desk, SentenceDesk)
        said = SaidToRules(desk, stage.keeping.engine)
        stage.replies.append(await said.say(Request(text=text)))

    return cause


def calls(action: str, entity_id: str, **data: Any) -> Cause:
    """Call an action of a rule."""

    async def cause(stage: Stage) -> None:
        command = parse_command(action, data)
        await stage.keeping.engine.send(EntityId(entity_id), command, Context())

    return cause
