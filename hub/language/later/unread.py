"""The last safety net: an order with a time or a condition that was not read must never run now."""

import re

from hub.home.plan import Refusal, Request
from hub.language.chores.saying import said_plainly
from hub.language.later.clauses import has_condition, is_order

_REMIND = re.compile(r"\bremind(?:er|ers)?\b")
_ASKED = re.compile(
    r"^(?:what|who|why|how|which|where|did|does|do|is|was|were|are|will|would|has|have|had|am"
    r"|tell me|show me|play)\b"
)
_STORY = re.compile(r"\b(?:was|were|had|did|used to)\b")


def unread(request: Request) -> Refusal | None:
    """Return why an English sentence with a when that nobody could read must move nothing."""
    said = said_plainly(request.text)
    if _ASKED.match(said):
        return None
    if _REMIND.search(said):
        text = "I did not understand when or what to remind you of."
        return Refusal(text=text, code="no_match")
    if has_condition(said) and is_order(said) and not _STORY.search(said):
        text = "I did not understand the condition, so I changed nothing."
        return Refusal(text=text, code="no_match")
    return None
