"""One command on one entity: check, send, watch, and say how it ended."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hub.executor.lately import NO_DOUBT, Lately
from hub.executor.settings import ExecutorSettings
from hub.executor.turns import Turn
from hub.executor.verification import Verification, Watch
from hub.home.actions import check
from hub.home.commands import Command
from hub.home.errors import DeliveryError, HubError, UnsupportedCommand
from hub.home.home import Home
from hub.home.ids import HOUSE, EntityId
from hub.home.integration import Integration
from hub.home.model import UNAVAILABLE, Context, Entity, State
from hub.home.plan import Outcome, Status

_log = logging.getLogger(__name__)


class _NotSent(Exception):
    """The command never left; the message says why."""


@dataclass(slots=True)
class Act:
    """A command on its way to one entity. `handed_over` is set once it was sent, or never will be.

    `objection` looks again whether the guard still lets it pass, and says why not. What is known
    of its outcome is there from the start and grows truer.
    """

    step: int
    entity_id: EntityId
    command: Command
    context: Context
    turn: Turn
    on_before: Callable[[State], None]
    objection: Callable[[], str | None]
    handed_over: asyncio.Event = field(default_factory=asyncio.Event)
    status: Status = Status.FAILED
    detail: str = "not sent"
    expected: str | None = None
    observed: str | None = None
    attempts: int = 0
    took_ms: float | None = None

    def let_go(self) -> None:
        """Hold on to nobody any more: what is in no ring is freed at once, by the thousand."""
        self.on_before, self.objection = _nobody_hears, _nobody_objects

    def is_known(self, status: Status, detail: str) -> None:
        """Note how it stands."""
        self.status, self.detail = status, detail

    @property
    def outcome(self) -> Outcome:
        """What is known of it at this moment."""
        return Outcome(
            step=self.step,
            entity_id=self.entity_id,
            action=self.command.action,
            status=self.status,
            detail=self.detail,
            expected=self.expected,
            observed=self.observed,
            attempts=self.attempts,
            took_ms=self.took_ms,
        )


class Hands:
    """Carries acts out. The only place that calls an integration's `send`."""

    def __init__(
        self, home: Home, integrations: Mapping[str, Integration], settings: ExecutorSettings
    ) -> None:
        self.lately = Lately(home, settings.late_s)
        self._home = home
        # By name; commands for the house go to the integration named like their domain.
        self._integrations = integrations
        self._settings = settings

    async def carry_out(self, act: Act) -> None:
        """Wait for the act's turn, do it, and leave its outcome in it; raises for nothing."""
        try:
            has_waited = await self._wait_for_turn(act)
            objection = act.objection() if has_waited else None
            if objection is not None:
                raise _NotSent(f"not sent: {objection}")  # noqa: TRY301 -- ends like the others
            await (self._do_for_house(act) if act.entity_id == HOUSE else self._do(act))
        except TimeoutError:
            act.is_known(Status.FAILED, "not sent: the device is busy with other plans")
        except _NotSent as reason:
            once = "sent once without an answer, then " if act.attempts else ""
            act.is_known(Status.FAILED, f"{once}{reason}")
        except Exception:  # noqa: BLE001 -- the outer edge of the act's task
            _log.exception("%s on %s broke", act.command.action, act.entity_id)
            act.is_known(Status.FAILED, "something in the hub broke; its log tells more")
        finally:
            act.handed_over.set()
            act.turn.end()
            act.let_go()

    async def _wait_for_turn(self, act: Act) -> bool:
        """Wait until it is the act's turn; tell whether the world may have changed meanwhile."""
        if act.turn.previous is None:
            return False
        loop = asyncio.get_running_loop()
        began = loop.time()
        await act.turn.begin(began + self._settings.queue_s)
        return loop.time() - began > self._settings.judged_anew_s

    async def _do_for_house(self, act: Act) -> None:
        """Hand over what no entity takes; nothing reports on it."""
        await self._hand_over(act, act.command.domain)
        act.attempts = 1
        if act.command.is_done_at_once:
            act.is_known(Status.DONE, "done")
        else:
            act.is_known(Status.UNVERIFIED, "sent; nothing reports on this")

    async def _do(self, act: Act) -> None:
        entity, before = self._checked(act)
        act.on_before(before)
        with Watch(self._home, before) as watch:
            expected = act.command.expected(before)
            doubt = self.lately.doubt(act.command, expected, before) if expected else NO_DOUBT
            watch.expect(expected)
            await self._send(act, entity, before)
            act.attempts = 1
            act.is_known(Status.UNVERIFIED, "sent, not reported back yet")
            if expected is None:
                act.detail = f"sent; a {entity.domain.replace('_', ' ')} does not report this"
                return
            act.expected = expected.description
            act.handed_over.set()
            verification = Verification(
                command=act.command,
                expected=expected,
                before=before,
                doubt=doubt,
                watch=watch,
                turn=act.turn,
                settings=self._settings,
                resend=lambda: self._send(act, entity, before),
            )
            await self._verify(act, verification)

    def _checked(self, act: Act) -> tuple[Entity, State]:
        """Return the entity and its state, if it can do what is asked."""
        try:
            if act.command.is_for_house:
                raise _NotSent(f"not sent: {act.command.action} takes no entity")
            entity, before = self._home.entity(act.entity_id), self._home.state(act.entity_id)
            if before.state == UNAVAILABLE:
                raise _NotSent("not sent: it is unavailable")
            check(act.command, entity, before)
        except UnsupportedCommand as error:
            raise _NotSent(f"not sent: {error.reason}") from error
        except HubError as error:
            raise _NotSent(f"not sent: {error}") from error
        return entity, before

    async def _send(self, act: Act, entity: Entity, before: State) -> None:
        self.lately.note(act.command, before)
        await self._hand_over(act, entity.integration)

    async def _hand_over(self, act: Act, name: str) -> None:
        integration = self._integrations.get(name)
        if integration is None:
            raise _NotSent(f"not sent: the integration {name!r} is not running")
        try:
            sending = integration.send(act.entity_id, act.command, act.context)
            if sending is not None:
                async with asyncio.timeout(self._settings.send_s):
                    await sending
        except (DeliveryError, UnsupportedCommand) as error:
            raise _NotSent(f"not sent: {error.reason}") from error
        except TimeoutError as error:
            took = f"{self._settings.send_s:g} s"
            raise _NotSent(f"{integration.name} did not take the command within {took}") from error

    async def _verify(self, act: Act, verification: Verification) -> None:
        finding = await verification.run()
        act.is_known(finding.status, finding.detail)
        act.observed = finding.observed.state if finding.observed else None
        act.attempts = verification.attempts
        act.took_ms = None if finding.seconds is None else round(finding.seconds * 1000, 1)


def _nobody_hears(_before: State) -> None:
    pass


def _nobody_objects() -> None:
    return None
