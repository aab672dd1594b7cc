"""Drives a described device: polls, reads, and sends."""

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping
from typing import Any

from hub.home.commands import Command
from hub.home.maker import DeviceFacts, EntityFacts, House, LinkLost, NotOffered, Refused
from hub.home.model import UNKNOWN, State
from integrations.http.description import EntityPart, HttpDevice, Poll
from integrations.http.requests import Requests, native
from integrations.mqtt.message import Message, PayloadError
from integrations.mqtt.templates import value_template

# A device may tell of a command a moment later than it took it.
LOOK_AGAIN_S = 1.0
NOTHING = frozenset({"", "None", "null"})

_log = logging.getLogger(__name__)


class HttpSession:
    """Polls a device and sends it commands; its entities are in the house."""

    def __init__(self, device: HttpDevice, house: House) -> None:
        self._device = device
        self._house = house
        self._requests = Requests(device, house.http)
        self._entities = {(entity.domain, entity.key): entity for entity in device.entities}
        self._looking: set[asyncio.Task[None]] = set()
        self._told: dict[str, str] = {}
        # By poll, commands begun and those under way: an answer from before one proves nothing.
        self._begun: Counter[str | None] = Counter()
        self._under_way: Counter[str | None] = Counter()

    async def begin(self) -> None:
        """Put the entities into the house, and ask for all states once.

        Raises:
            LinkLost, Refused: no request was answered.
        """
        device = self._device
        self._house.put_device(
            DeviceFacts(
                key=device.id,
                name=device.name,
                manufacturer=device.manufacturer,
                model=device.model,
            )
        )
        for entity in device.entities:
            self._house.put(_facts(entity, device.id))
        self._house.keep_only(set(self._entities))
        problems = {name: await self._look(name) for name in device.polls}
        wrong = {name: problem for name, problem in problems.items() if problem is not None}
        if wrong and len(wrong) == len(problems):
            raise next(iter(wrong.values()))
        for name, problem in wrong.items():
            self._tell(name, str(problem))
        for entity in device.entities:
            if entity.poll is None:
                self._house.report(entity.domain, entity.key, UNKNOWN)

    async def follow(self) -> None:
        """Poll until no request is answered any more."""
        device = self._device
        if not device.polls:
            await asyncio.Event().wait()
        answering = dict.fromkeys(device.polls, True)
        try:
            async with asyncio.TaskGroup() as polls:
                for name, poll in device.polls.items():
                    polls.create_task(self._poll(name, poll, answering), name=f"http-{name}")
        except BaseExceptionGroup as group:
            lost, others = group.split(LinkLost)
            if lost is None or others is not None:
                raise
            raise LinkLost(str(lost.exceptions[0])) from None

    async def end(self) -> None:
        """Let go of what still looks."""
        for task in tuple(self._looking):
            task.cancel()
        await asyncio.gather(*self._looking, return_exceptions=True)

    async def send(self, domain: str, key: str, command: Command, state: State) -> None:
        """Send the request that carries out a command, and look at once what came of it."""
        entity = self._entities[domain, key]
        sending = entity.commands.get(command.action)
        if sending is None:
            raise NotOffered(f"the description has no request for {command.action}")
        data = command.model_dump(exclude={"action"}, mode="json")
        self._begun[entity.poll] += 1
        self._under_way[entity.poll] += 1
        try:
            await self._requests.carry_out(sending, {"value": "", **data, "state": state.state})
        finally:
            self._under_way[entity.poll] -= 1
        if entity.poll is not None:
            looking = asyncio.get_running_loop().create_task(self._look_twice(entity.poll))
            self._looking.add(looking)
            looking.add_done_callback(self._looking.discard)

    async def _look_twice(self, name: str) -> None:
        await self._look(name)
        await asyncio.sleep(LOOK_AGAIN_S)
        await self._look(name)

    async def _poll(self, name: str, poll: Poll, answering: dict[str, bool]) -> None:
        while True:
            await asyncio.sleep(poll.every_s)
            problem = await self._look(name)
            answering[name] = problem is None
            if problem is None:
                continue
            if not any(answering.values()):
                raise LinkLost(str(problem))
            if len(answering) > 1:
                self._tell(name, str(problem))

    async def _look(self, name: str) -> LinkLost | Refused | None:
        """Ask once, and report what the answer says; returns why there was none.

        What was asked before a command ended is not reported: it is asked again after that.
        """
        poll = self._device.polls[name]
        mine = [entity for entity in self._device.entities if entity.poll == name]
        begun, is_before = self._begun[name], self._under_way[name] > 0
        try:
            body = await self._requests.ask(poll.method, poll.path)
        except (LinkLost, Refused) as error:
            for entity in mine:
                self._house.unavailable(entity.domain, entity.key)
            return error
        if is_before or begun != self._begun[name]:
            return None
        self._told.pop(name, None)
        message = Message(poll.path, body)
        for entity in mine:
            self._read(entity, message)
        return None

    def _read(self, entity: EntityPart, message: Message) -> None:
        place = f"{entity.domain} {entity.key}"
        try:
            state = _state(entity, message)
            attributes = _attributes(entity, message)
        except PayloadError as error:
            self._tell(place, str(error))
            return
        self._told.pop(place, None)
        self._house.report(entity.domain, entity.key, state, attributes)

    def _tell(self, what: str, problem: str) -> None:
        """Log a problem, once until it is over."""
        if self._told.get(what) is None:
            _log.warning("http: %s: %s: %s", self._device.name, what, problem)
        self._told[what] = problem


def _facts(entity: EntityPart, device: str) -> EntityFacts:
    return EntityFacts(
        domain=entity.domain,
        key=entity.key,
        device=device,
        name=entity.name,
        device_class=entity.device_class,
        actions=frozenset(entity.commands),
        attributes=entity.constants,
        entity_category=entity.entity_category,
        icon=entity.icon,
    )


def _state(entity: EntityPart, message: Message) -> str:
    text = value_template(entity.state)(message)
    if text is None or text in NOTHING:
        return UNKNOWN
    text = {"True": "true", "False": "false"}.get(text, text)
    if not entity.states:
        return text
    found = entity.states.get(text)
    if found is None:
        raise PayloadError(f"expected one of {', '.join(entity.states)}, got {text[:80]!r}")
    return found


def _attributes(entity: EntityPart, message: Message) -> Mapping[str, Any]:
    texts = {name: value_template(source)(message) for name, source in entity.attributes.items()}
    return {name: native(text) for name, text in texts.items() if text is not None}
