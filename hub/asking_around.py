"""Tells the house that a plan waits for somebody other than whoever asked for it."""

from collections.abc import Callable
from dataclasses import replace

from hub.home.home import Home
from hub.home.model import Source
from hub.home.notifications import Notification, Teller
from hub.home.people import WhoIs
from hub.home.plan import Approval, PlanResult
from hub.record import record


@record(frozen=True, slots=True, kw_only=True)
class AskingAround:
    """Leaves a notification for those who may say yes. `reply` says what waits, in words."""

    home: Home
    teller: Teller
    who_is: WhoIs
    reply: Callable[[Home, PlanResult, float | None], str]

    async def ask(self, approval: Approval, result: PlanResult) -> None:
        """Tell of an approval, if it is somebody else's to give."""
        if not approval.verdict.asks_others:
            return
        request = approval.plan.request
        who = self.who_is(request.user_id).name if request.user_id is not None else "somebody"
        waits = approval.expires_at - approval.created_at
        # Who reads this is at a phone or at the page, even if it was asked for aloud.
        read = replace(request, source=Source.UI, is_spoken=False)
        shown = replace(result, plan=replace(result.plan, request=read))
        text = self.reply(self.home, shown, waits.total_seconds())
        name = who[0].upper() + who[1:]
        await self.teller.tell(
            Notification(
                id=f"approval-{approval.id}", text=f"{name} asks: {text}", at=approval.created_at
            )
        )
