"""Phones of the people who live here: OwnTracks, and Home Assistant's companion app.

They tell where they are; what the app asks takes the road of every plan, as its user.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any

from hub.automation.model.values import Template
from hub.automation.rendering import Templates
from hub.automation.webhooks import WebhookAnswer, WebhookCall, WebhookDesk
from hub.config import OwnTracksSettings
from hub.home.errors import HubError
from hub.home.home import Home, Unsubscribe
from hub.home.ids import DeviceId, EntityId, UserId
from hub.home.model import Context, Source
from hub.home.plan import Plan, PlanResult, Request, Status, Steps
from hub.home.positions import Tracking
from hub.home.sight import Sight
from hub.record import record
from hub.recorder.presence import PresenceRecords
from hub.server.access import REPORTERS
from hub.server.conversation import ConversationResult
from hub.server.conversation_api import result_json
from hub.server.seams.people import Phone
from hub.server.services import steps_of
from integrations.mobile_app import Doors, MobileApp
from integrations.owntracks import OwnTracks, OwnTracksConfig, Subscriber

_NOT_POSTED = WebhookAnswer(status=405)
# The app then registers again, for which it needs a token.
_GONE = WebhookAnswer(status=410)


class PhoneRefused(HubError):
    """What a phone asked for was not done; the message says why."""


@record(frozen=True, slots=True, kw_only=True)
class Around:
    """What phones reach of the hub."""

    home: Home
    tracking: Tracking
    records: PresenceRecords
    sight: Sight
    templates: Callable[[Home], Templates]
    now: Callable[[], datetime]
    subscribe: Subscriber
    run_plan: Callable[[Plan], Awaitable[PlanResult]]
    converse: Callable[[Request], Awaitable[ConversationResult]]
    config: Callable[[], Mapping[str, Any]]


class Phones:
    """Both kinds of phones, and how their messages come in."""

    def __init__(self, around: Around, settings: OwnTracksSettings) -> None:
        self._around = around
        given = settings.model_dump(exclude={"enabled"}, exclude_unset=True)
        self._owntracks_id = settings.webhook_id
        self.owntracks = OwnTracks(
            OwnTracksConfig(**given),
            around.tracking,
            around.now,
            around.subscribe if settings.enabled else None,
        )
        doors = Doors(
            call=self._call,
            render=self._render,
            converse=self._converse,
            config=around.config,
            sees=lambda entity_id, context: around.sight.sees(context.user_id, entity_id),
            may_fire=self._may_fire,
        )
        self.app = MobileApp(around.home, around.tracking, around.records, doors, around.now)

    async def enter(self, stack: AsyncExitStack, desk: WebhookDesk) -> None:
        """Know the phones that registered earlier, and hear them; zones and persons come first."""
        await self.app.load()
        await stack.enter_async_context(self.owntracks)
        stack.callback(self._serve(desk))

    def _serve(self, desk: WebhookDesk) -> Unsubscribe:
        """Answer at the addresses of phones; returns what ends it."""

        async def answer(webhook_id: str, call: WebhookCall) -> WebhookAnswer:
            if call.method != "POST":
                return _NOT_POSTED
            if webhook_id == self._owntracks_id:
                told = await self.owntracks.handle(call.body, call.headers)
                return WebhookAnswer(value=told)
            if not self._is_welcome(self.app.user_of(webhook_id)):
                return _GONE
            given = await self.app.handle(webhook_id, call.body)
            return WebhookAnswer(given.status, given.body)

        def knows(webhook_id: str) -> bool:
            is_owntracks = self._owntracks_id is not None and webhook_id == self._owntracks_id
            return is_owntracks or self.app.knows(webhook_id)

        return desk.serve(knows, answer)

    def _is_welcome(self, user_id: UserId | None) -> bool:
        """Tell whether the user of a phone lives here still, as when they registered it."""
        return not self._around.sight.is_guest(user_id)

    def _may_fire(self, context: Context) -> bool:
        """Tell whether a user may make up events here, as they may at `POST /api/events`."""
        sight, user_id = self._around.sight, context.user_id
        return sight.who(user_id).role in REPORTERS and sight.sees_all(user_id)

    def owntracks_tracker(self, body: bytes, headers: Mapping[str, str]) -> EntityId | None:
        """Return the tracker that a post of OwnTracks tells of, None if it tells of none."""
        return self.owntracks.tracker_of(body, headers)

    async def hear_owntracks(self, body: bytes, headers: Mapping[str, str]) -> Any:
        """Take in what OwnTracks posts; returns its answer."""
        return await self.owntracks.handle(body, headers)

    def registered(self) -> Sequence[Phone]:
        """Return the phones with the companion app, the oldest first."""
        return [
            Phone(
                id=one.device_id,
                user_id=one.user_id,
                name=one.data.device_name,
                model=f"{one.data.manufacturer} {one.data.model}",
                app=one.data.app_name,
                tracker_id=one.tracker_id,
            )
            for one in self.app.phones
        ]

    async def forget(self, phone_id: DeviceId) -> None:
        """Forget a phone; its webhook is answered as one that is gone."""
        await self.app.forget(phone_id)

    async def register(
        self, body: Mapping[str, Any], user_id: UserId | None
    ) -> tuple[int, Mapping[str, Any]]:
        """Register a phone with the companion app; returns the status and the answer."""
        answer = await self.app.register(body, user_id)
        return answer.status, answer.body

    async def _call(self, action: str, data: Mapping[str, Any], context: Context) -> None:
        seen = self._around.sight.home_for(context.user_id)
        steps = steps_of(seen, action, dict(data))
        if not any(step.targets for step in steps):
            return
        asked = Request(source=Source.API, user_id=context.user_id, at=self._around.now())
        plan = Plan(request=asked, body=Steps(steps=steps), planner="mobile_app")
        result = await self._around.run_plan(plan)
        stopped = {Status.DENIED, Status.FAILED, Status.WAITING}
        if result.outcomes and all(one.status in stopped for one in result.outcomes):
            raise PhoneRefused("; ".join(dict.fromkeys(one.detail for one in result.outcomes)))

    def _render(self, template: str, variables: Mapping[str, Any], context: Context) -> Any:
        templates = self._around.templates(self._around.sight.home_for(context.user_id))
        return templates.render(Template(template), variables)

    async def _converse(
        self, text: str, language: str | None, conversation_id: str | None, context: Context
    ) -> Mapping[str, Any]:
        asked: dict[str, Any] = {
            "text": text, "language": language, "conversation_id": conversation_id,
        }  # fmt: skip
        request = Request(
            source=Source.LANGUAGE,
            user_id=context.user_id,
            at=self._around.now(),
            **{key: value for key, value in asked.items() if value is not None},
        )
        result = await self._around.converse(request)
        return result_json(self._around.sight.home_for(context.user_id), result)
