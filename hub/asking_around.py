"""Tells the house that a plan waits for somebody other than whoever asked for it."""

from collections.abc import Callable
from dataclasses import field, replace
from datetime import datetime, timedelta

from hub.home.home import Home
from hub.home.model import Source
from hub.home.notifications import Notification, Teller
from hub.home.people import WhoIs
from hub.home.plan import Approval, PlanResult, Request
from hub.language.speech import say
from hub.record import record

# Whoever shouts the same again and again does not make a phone ring until somebody says yes.
QUIET = timedelta(minutes=2)


@record(frozen=True, slots=True, kw_only=True)
class AskingAround:
    """Leaves a notification for those who may say yes. `reply` says what waits, in words."""

    home: Home
    teller: Teller
    who_is: WhoIs
    reply: Callable[[Home, PlanResult, float | None], str]
    _told: dict[str, datetime] = field(default_factory=dict)

    async def ask(self, approval: Approval, result: PlanResult) -> None:
        """Tell of an approval, if it is somebody else's to give."""
        if not approval.verdict.asks_others or self._was_told(approval):
            return
        request = approval.plan.request
        waits = approval.expires_at - approval.created_at
        # Who reads this is at a phone or at the page, even if it was asked for aloud.
        read = replace(request, source=Source.UI, is_spoken=False)
        shown = replace(result, plan=replace(result.plan, request=read))
        text = self.reply(self.home, shown, waits.total_seconds())
        await self.teller.tell(
            Notification(
                id=f"approval-{approval.id}",
                text=self._asks(request, text),
                at=approval.created_at,
            )
        )

    def _was_told(self, approval: Approval) -> bool:
        """Tell whether a voice that nobody knows asked for just this a moment ago."""
        request, now = approval.plan.request, approval.created_at
        if request.user_id is not None or request.came_over is not Source.VOICE:
            return False
        for digest in [one for one, at in self._told.items() if now - at > QUIET]:
            del self._told[digest]
        was_told = approval.digest in self._told
        self._told.setdefault(approval.digest, now)
        return was_told

    def _asks(self, request: Request, what: str) -> str:
        """Say who asks for what, and where."""
        language, user_id = request.language, request.user_id
        who = self.who_is(user_id).name if user_id is not None else say(language, "somebody")
        name = who[0].upper() + who[1:]
        if request.came_over is not Source.VOICE:
            return say(language, "asks", who=name, what=what)
        area = self.home.areas.get(request.area_id) if request.area_id is not None else None
        if area is None:
            return say(language, "asks_aloud", who=name, what=what)
        return say(language, "asks_aloud_in", who=name, area=area.name, what=what)
