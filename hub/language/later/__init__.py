"""Sentences with a when: later, again and again, or once something happens."""
# ruff: noqa: E501 (a pattern is easier to read on one line)

import re
from dataclasses import replace

from hub.home.home import Home
from hub.home.plan import Body, Question, Refusal, Request
from hub.language.chores.saying import asks, is_english, said_plainly
from hub.language.later.facts import NotHere
from hub.language.later.lexing import Masked, mask
from hub.language.later.moments import NotATime, NoTimeSaid
from hub.language.later.planning import Later, PlanNow
from hub.language.later.several import last_start, merged, several
from hub.language.later.unread import unread
from hub.language.later.unsaid import for_a_while, in_usual_words, with_then, with_unit

__all__ = ["PlanNow", "later"]

_MAY_LEAD = re.compile(
    r"(?:when|whenever|if|once|while|unless|until|as soon as|every time|tell (?:me|us)|i want to know"
    r"|have |do not|don't)\b"
)
_ASKS_INVERTED = re.compile(r"when (?:did|does|do|is|was|were|are|will|would|can|could|should|has|have|had|'s)\b"
                            r"|when's\b|what if\b")  # fmt: skip


async def later(request: Request, home: Home, plan_now: PlanNow) -> Body | None:
    """Return what a sentence with a when comes to; None if it has none.

    `plan_now` plans what remains of the sentence without its when.
    """
    if not is_english(request.language):
        return None
    said = with_unit(in_usual_words(said_plainly(with_then(request.text))), home)
    if _ASKS_INVERTED.match(said) or (asks(request.text) and not _MAY_LEAD.match(said)):
        return None
    masked = mask(said)
    try:
        body = await _body(masked, request, home, plan_now)
    except NotHere as error:
        return Refusal(text=str(error), code="no_target")
    except NoTimeSaid as error:
        return Question(text=str(error))
    except NotATime as error:
        return Refusal(text=str(error), code="unsupported")
    return body if body is not None else unread(request)


async def _body(masked: Masked, request: Request, home: Home, plan_now: PlanNow) -> Body | None:
    now = request.at.astimezone()
    whole = for_a_while(masked.text)
    both = several(whole, masked)
    if both is None:
        return await Later(request, home, plan_now, masked, now).body(whole)
    found: list[Body] = []
    for text in both:
        last = last_start(found[-1]) if found else None
        body = await Later(request, home, plan_now, masked, now, after=last).body(text)
        if body is None:
            part = replace(request, text=masked.restored(text))
            body = (await plan_now(part)).body
        found.append(body)
    return merged(found)
