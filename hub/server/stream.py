"""The live stream: server-sent events as Home Assistant sends them."""

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web

from hub.home.events import EntityAdded, EntityRemoved, Fired, HomeEvent, StateReported
from hub.home.home import Home, Unsubscribe
from hub.home.ids import UserId
from hub.home.model import Context, Entity, Source, State
from hub.home.notifications import Notification
from hub.home.plan import Outcome, Plan, PlanResult
from hub.home.sight import MEMBERS, Sight
from hub.server.json_io import dumps
from hub.server.plan_json import outcome_json, plan_result_json
from hub.server.security import is_still_let_in, user_id_of
from hub.server.state_json import StateJson, context_json
from hub.server.telling import is_for, notification_json

PLAN = "lares_plan"
OUTCOME = "lares_outcome"
NOTIFICATION = "lares_notification"
ENTITY = "entity_registry_updated"
DEVICE = "device_registry_updated"
EVENT_TYPES = ("state_changed", "lares_entity_changed", ENTITY, PLAN, OUTCOME, NOTIFICATION)
PING_S = 50.0
# A client this far behind is gone or stuck: its stream is closed, and when it comes back it
# reads the states anew.
QUEUE_SIZE = 2_000

_PING = b"data: ping\n\n"


class Subscriber:
    """One client's queue; `None` in it means that the stream ends."""

    def __init__(self, only: frozenset[str], user_id: UserId) -> None:
        self.only = only
        self.user_id = user_id
        self.queue: asyncio.Queue[bytes | None] = asyncio.Queue(QUEUE_SIZE + 1)
        self.is_lost = False

    def put(self, event_type: str, message: bytes) -> None:
        """Queue a message that this client wants to hear."""
        if self.is_lost or (self.only and event_type not in self.only):
            return
        if self.queue.qsize() >= QUEUE_SIZE:
            self.end()
        else:
            self.queue.put_nowait(message)

    def end(self) -> None:
        """End the stream after what is queued already."""
        if not self.is_lost:
            self.is_lost = True
            self.queue.put_nowait(None)


class Broadcast:
    """Writes each event once, for all who listen and may know it; costs nothing while nobody does.

    Who sees a part of the house hears of that part, and what is told to them.
    """

    def __init__(self, home: Home, sight: Sight, states: StateJson) -> None:
        self._home = home
        self._sight = sight
        self._states = states
        self._subscribers: set[Subscriber] = set()
        self._unsubscribe: Unsubscribe | None = None

    @property
    def listener_count(self) -> int:
        """How many listen."""
        return len(self._subscribers)

    def subscribe(self, only: frozenset[str], user_id: UserId) -> Subscriber:
        """Start listening, to some event types only if any are given."""
        subscriber = Subscriber(only, user_id)
        self._subscribers.add(subscriber)
        if self._unsubscribe is None:
            self._unsubscribe = self._home.listen(self._on_home_event)
        return subscriber

    def unsubscribe(self, subscriber: Subscriber) -> None:
        """Stop listening."""
        self._subscribers.discard(subscriber)
        if not self._subscribers and self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None

    def close(self) -> None:
        """End all streams."""
        for subscriber in self._subscribers:
            subscriber.end()

    def tell(
        self, event_type: str, data: object, context: Context, *, origin: str = "LOCAL"
    ) -> None:
        """Tell everybody who sees the whole house."""
        if to := {one for one in self._subscribers if self._sight.sees_all(one.user_id)}:
            self._send(event_type, dumps(data), context, origin, to)

    def tell_plan(self, result: PlanResult) -> None:
        """Tell what became of a plan."""
        if self._subscribers:
            self.tell(PLAN, plan_result_json(result), _context_of(result.plan))

    def tell_outcome(self, plan: Plan, outcome: Outcome) -> None:
        """Tell how one act of a plan ended."""
        if self._subscribers:
            self.tell(OUTCOME, outcome_json(plan, outcome), _context_of(plan))

    def tell_notification(self, notification: Notification) -> None:
        """Tell those whom a notification is for."""
        sight = self._sight
        to = {one for one in self._subscribers if is_for(notification, one.user_id, sight)}
        context = Context(source=Source.HUB, user_id=notification.user_id)
        self._send(NOTIFICATION, dumps(notification_json(notification)), context, "LOCAL", to)

    def _on_home_event(self, event: HomeEvent) -> None:
        match event:
            case StateReported(changed=False):
                pass
            case StateReported(old=old, new=new):
                self._tell_change(old, new)
            case EntityAdded(entity):
                self._tell_entity("added", entity)
            case EntityRemoved(entity):
                self._tell_entity("removed", entity)
            case Fired() if event.event_type in EVENT_TYPES:
                pass  # a phone or a rule may call an event so; it is not the hub's word
            case Fired():
                self.tell(event.event_type, event.data, event.context, origin=event.origin)

    def _tell_change(self, old: State | None, new: State) -> None:
        to = self._who_see(self._home.entities.get(new.entity_id))
        if MEMBERS in new.attributes or (old is not None and MEMBERS in old.attributes):
            for one in {each for each in to if not self._sight.sees_all(each.user_id)}:
                shown = self._sight.shown(one.user_id, new)
                before = None if old is None else self._sight.shown(one.user_id, old)
                change = self._change(before, shown)
                self._send("state_changed", change, new.context, "LOCAL", {one})
                to.remove(one)
        if to:
            self._send("state_changed", self._change(old, new), new.context, "LOCAL", to)

    def _tell_entity(self, change: str, entity: Entity) -> None:
        data = {"entity_id": entity.id, "change": change}
        context = Context(source=Source.HUB)
        to = self._who_see(entity)
        self._send("lares_entity_changed", dumps(data), context, "LOCAL", to)
        action = "remove" if change == "removed" else "update"
        told = {"action": action, "entity_id": entity.id, "changes": {}}
        self._send(ENTITY, dumps(told), context, "LOCAL", to)
        if entity.device_id is not None:  # it has come, or is called otherwise, with its entities
            told = {"action": "update", "device_id": entity.device_id}
            self._send(DEVICE, dumps(told), context, "LOCAL", to)

    def _who_see(self, entity: Entity | None) -> set[Subscriber]:
        if entity is None:
            return set()
        sees = self._sight.sees_entity
        return {one for one in self._subscribers if sees(one.user_id, entity)}

    def _change(self, old: State | None, new: State) -> bytes:
        entity_id = dumps(new.entity_id)
        before = b"null" if old is None else self._states.one(old)
        after = self._states.one(new)
        return (
            b'{"entity_id":' + entity_id + b',"old_state":' + before + b',"new_state":' + after
            + b"}"
        )  # fmt: skip

    def _send(
        self,
        event_type: str,
        data: bytes,
        context: Context,
        origin: str,
        to: set[Subscriber],
    ) -> None:
        rest: dict[str, Any] = {
            "origin": origin,
            "time_fired": self._home.now(),
            "context": context_json(context),
        }
        head = b'data: {"event_type":' + dumps(event_type) + b',"data":' + data + b","
        message = head + dumps(rest)[1:] + b"\n\n"
        for subscriber in to:
            subscriber.put(event_type, message)


def _context_of(plan: Plan) -> Context:
    return Context(id=plan.id, source=plan.request.source, user_id=plan.request.user_id)


BROADCAST = web.AppKey("broadcast", Broadcast)
routes = web.RouteTableDef()


@routes.get("/api/stream", allow_head=False)
async def stream(request: web.Request) -> web.StreamResponse:
    """Stream events until the client leaves; `?restrict=a,b` for some types only."""
    only = frozenset(filter(None, request.query.get("restrict", "").split(",")))
    broadcast = request.app[BROADCAST]
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    subscriber = broadcast.subscribe(only, user_id_of(request))
    try:
        await response.prepare(request)
        await response.write(_PING)
        await _pump(subscriber, response, lambda: is_still_let_in(request))
    except (ConnectionResetError, TimeoutError):
        pass  # the client left, or has not read for long
    finally:
        broadcast.unsubscribe(subscriber)
    return response


async def _pump(
    subscriber: Subscriber, response: web.StreamResponse, may_go_on: Callable[[], bool]
) -> None:
    """Write what is queued, as long as the token and its user last."""
    while True:
        try:
            async with asyncio.timeout(PING_S):
                message = await subscriber.queue.get()
        except TimeoutError:
            message = _PING
        if message is None or not may_go_on():
            return
        parts = [message]
        while not subscriber.queue.empty() and (more := subscriber.queue.get_nowait()) is not None:
            parts.append(more)
        async with asyncio.timeout(PING_S):
            await response.write(b"".join(parts))
        if subscriber.is_lost and subscriber.queue.empty():
            return
