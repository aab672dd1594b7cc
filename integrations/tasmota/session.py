"""A connected device: asked every few seconds, and at once after a command."""

import asyncio
import contextlib
import logging
from collections import deque

from hub.home.commands import Command
from hub.home.maker import House, LinkLost, NotOffered, Refused
from hub.home.model import State
from integrations.tasmota.client import Client
from integrations.tasmota.finding_out import facts_in, parts_in, report_in, unique_id_in
from integrations.tasmota.parts import Part, Report

# When it is asked after a command: at once, and again, for a Backlog, a fade or a shutter takes
# its time.
AFTER_COMMAND_S = (0.0, 0.2, 0.5, 1.0, 2.0)
# A packet gets lost on Wi-Fi now and then; a device that is asked twice in vain is gone.
TRIES = 2

_log = logging.getLogger(__name__)


class TasmotaSession:
    """Implements `hub.home.maker.Session`."""

    def __init__(self, client: Client, house: House, poll_s: float) -> None:
        self._client = client
        self._house = house
        self._poll_s = poll_s
        self._parts: dict[tuple[str, str], Part] = {}
        self._report = Report()
        self._waits: deque[float] = deque()
        self._hurry = asyncio.Event()
        # One question at a time, or an answer from before a command would undo its report.
        self._turn = asyncio.Lock()
        self._complained: set[tuple[str, str]] = set()

    async def begin(self, unique_id: str) -> None:
        """Put what the device has into the home, and report it.

        Raises:
            LinkLost, MoreNeeded, Refused: see `Client.tell`; LinkLost also if it is another one.
        """
        status = await self._client.tell("Status 0")
        found = unique_id_in(status)
        if found != unique_id:
            raise LinkLost(f"at {self._client.host} answers another device, {found}")
        self._house.put_device(facts_in(status))
        self._parts = {(part.domain, part.key): part for part in parts_in(status)}
        for part in self._parts.values():
            self._house.put(part.facts())
        self._house.keep_only(set(self._parts))
        self._report = report_in(status)
        self._show()

    async def follow(self) -> None:
        """Ask the device every few seconds, sooner after a command."""
        while True:
            wait_s = self._waits.popleft() if self._waits else self._poll_s
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._hurry.wait()
                    self._hurry.clear()
                    continue
            async with self._turn:
                await self._ask()

    async def send(self, domain: str, key: str, command: Command, state: State) -> None:
        """Tell the device; it is asked at once what came of it."""
        part = self._parts.get((domain, key))
        if part is None:
            raise NotOffered("the device has no such entity any more")
        order = part.order(command, state)
        async with self._turn:
            answer = await self._client.tell(order)
            if answer.get("Command") in {"Unknown", "Error"}:
                raise Refused(f"the device does not know {order.partition(' ')[0]!r}")
        self._waits = deque(AFTER_COMMAND_S)
        self._hurry.set()

    async def _ask(self) -> None:
        state = await self._tell("Status 11")
        sensors = await self._tell("Status 10") if self._has_sensors else {}
        self._report = report_in({**state, **sensors}, self._report)
        self._show()

    async def _tell(self, question: str) -> dict[str, object]:
        for _ in range(TRIES - 1):
            with contextlib.suppress(LinkLost):
                return await self._client.tell(question)
        return await self._client.tell(question)

    @property
    def _has_sensors(self) -> bool:
        return any(part.domain in {"sensor", "cover", "binary_sensor"}
                   for part in self._parts.values())  # fmt: skip

    def _show(self) -> None:
        for key, part in self._parts.items():
            try:
                state, attributes = part.read(self._report)
            except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
                self._complain(key, error)
            else:
                self._complained.discard(key)
                self._house.report(*key, state, attributes)

    def _complain(self, key: tuple[str, str], error: Exception) -> None:
        """Log nonsense of an entity once, until it makes sense again."""
        if key not in self._complained:
            self._complained.add(key)
            _log.warning(
                "tasmota: %s: %s %r: %r; the state is kept", self._client.host, *key, error
            )
