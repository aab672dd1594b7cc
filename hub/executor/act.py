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

    `objection` looks again whether the guard still lets it pass, and says why not.
    `outcome` is there from the start and grows truer: at any moment it says what is known.
    """

    step: int
    entity_id: EntityId
    command: Command
    context: Context
    turn: Turn
    on_before: Callable[[State], None]
    objection: Callable[[], str | None]
    handed_over: asyncio.Event = field(default_factory=asyncio.Event)
    outcome: Outcome = field(init=False)

    def __post_init__(self) -> None:
        self.outcome = self.ended(Status.FAILED, "not sent")

    def ended(self, status: Status, detail: str) -> Outcome:
        """Return the outcome of not getting anywhere."""
        return Outcome(
            step=self.step,
            entity_id=self.entity_id,
            action=self.command.action,
            status=status,
            detail=detail,
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
            act.outcome = act.ended(Status.FAILED, "not sent: the device is busy with other plans")
        except _NotSent as reason:
            once = "sent once without an answer, then " if act.outcome.attempts else ""
            update = {"status": Status.FAILED, "detail": f"{once}{reason}"}
            act.outcome = act.outcome.model_copy(update=update)
        except Exception:  # noqa: BLE001 -- the outer edge of the act's task
            _log.exception("%s on %s broke", act.command.action, act.entity_id)
            detail = "something in the hub broke; its log tells more"
            act.outcome = act.outcome.model_copy(update={"status": Status.FAILED, "detail": detail})
        finally:
            act.handed_over.set()
            act.turn.end()

    async def _wait_for_turn(self, act: Act) -> bool:
        """Wait until it is the act's turn; tell whether the world may have changed meanwhile."""
        if act.turn.previous is None:
            return False
        loop = asyncio.get_running_loop()
        began = loop.time()
        async with asyncio.timeout(self._settings.queue_s):
            await act.turn.begin()
        return loop.time() - began > self._settings.judged_anew_s

    async def _do_for_house(self, act: Act) -> None:
        """Hand over what no entity takes; nothing reports on it."""
        await self._hand_over(act, act.command.domain)
        is_done = act.command.is_done_at_once
        status = Status.DONE if is_done else Status.UNVERIFIED
        act.outcome = act.ended(status, "done" if is_done else "sent; nothing reports on this")
        act.outcome = act.outcome.model_copy(update={"attempts": 1})

    async def _do(self, act: Act) -> None:
        entity, before = self._checked(act)
        act.on_before(before)
        with Watch(self._home, before) as watch:
            expected = act.command.expected(before)
            doubt = self.lately.doubt(act.command, expected, before) if expected else NO_DOUBT
            watch.expect(expected)
            await self._send(act, entity, before)
            act.outcome = act.ended(Status.UNVERIFIED, "sent, not reported back yet").model_copy(
                update={
                    "expected": expected.description if expected else None,
                    "attempts": 1,
                }
            )
            act.handed_over.set()
            if expected is None:
                detail = f"sent; a {entity.domain.replace('_', ' ')} does not report this"
                act.outcome = act.outcome.model_copy(update={"detail": detail})
                return
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
            async with asyncio.timeout(self._settings.send_s):
                await integration.send(act.entity_id, act.command, act.context)
        except (DeliveryError, UnsupportedCommand) as error:
            raise _NotSent(f"not sent: {error.reason}") from error
        except TimeoutError as error:
            took = f"{self._settings.send_s:g} s"
            raise _NotSent(f"{integration.name} did not take the command within {took}") from error

    async def _verify(self, act: Act, verification: Verification) -> None:
        finding = await verification.run()
        act.outcome = act.outcome.model_copy(
            update={
                "status": finding.status,
                "detail": finding.detail,
                "observed": finding.observed.state if finding.observed else None,
                "attempts": verification.attempts,
                "took_ms": None if finding.seconds is None else round(finding.seconds * 1000, 1),
            }
        )
