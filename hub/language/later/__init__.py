"""Sentences with a when: later, again and again, or once something happens."""

from collections.abc import Awaitable, Callable

from hub.home.home import Home
from hub.home.plan import Body, Plan, Request

PlanNow = Callable[[Request], Awaitable[Plan]]


async def later(request: Request, home: Home, plan_now: PlanNow) -> Body | None:
    """Return what a sentence with a when comes to; None if it has none.

    `plan_now` plans what remains of the sentence without its when.
    """
    del request, home, plan_now
    return None
