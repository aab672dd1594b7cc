"""A fact about the home that a rule waits for or asks for, and how the home tells it."""

from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.plan import Request
from hub.home.rules import AnyCondition, AnyTrigger
from hub.language.later.lexing import Masked
from hub.record import record


class NotHere(Exception):
    """The home has nothing that could tell this; says what is missing, for the user."""


@record(frozen=True, slots=True)
class Fact:
    """What is waited for (`triggers`) and how it is asked whether it is so (`condition`).

    `is_event`: it was said as something that happens ("opens"), not as a state ("is open").
    `entities` are what "it" then means.
    """

    triggers: tuple[AnyTrigger, ...] = ()
    condition: AnyCondition | None = None
    is_event: bool = False
    entities: tuple[EntityId, ...] = ()
    extra: tuple[AnyCondition, ...] = ()
    is_held: bool = False


@record(frozen=True, slots=True)
class Saying:
    """The sentence that a fact was said in."""

    home: Home
    request: Request
    masked: Masked
