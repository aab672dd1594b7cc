"""Invariants: what must always hold in the house, as people write it."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator

from hub.guard.conditions import Duration, ExactEntity, Words, as_tuple
from hub.guard.match import Moment
from hub.home.actions import parse_command
from hub.home.commands import Command
from hub.home.errors import HubError
from hub.home.frozen import Frozen
from hub.home.ids import domain_of

TELL = "tell"


class Invariant(Frozen):
    """What entities must never be, or must always be, while something is so.

    With `longer_than` it is broken after that time only. `then` is what the hub does about it:
    "tell" people, or an action, of whose outcome it tells them.
    """

    name: Annotated[str, Field(min_length=1)]
    entity_id: Annotated[tuple[ExactEntity, ...], BeforeValidator(as_tuple), Field(min_length=1)]
    never: Words | None = None
    always: Words | None = None
    while_: Moment = Field(default=Moment(), alias="while")
    longer_than: Duration | None = None
    then: str | dict[str, Any] = TELL
    reason: str | None = None
    _command: Command | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _says_what_must_be(self) -> Self:
        if (self.never is None) is (self.always is None):
            raise ValueError("give never or always, with the states that are meant")
        return self

    @model_validator(mode="after")
    def _does_something_that_exists(self) -> Self:
        if self.then == TELL:
            return self
        data = {"action": self.then} if isinstance(self.then, str) else dict(self.then)
        try:
            command = parse_command(str(data.pop("action", "")), data)
        except HubError as error:
            hint = f"then: {error}; write tell, or an action such as switch.turn_off"
            raise ValueError(hint) from None
        for entity_id in self.entity_id:
            if domain_of(entity_id) != command.domain:
                raise ValueError(f"then: {command.action} is nothing that {entity_id} can do")
        self._command = command
        return self

    @property
    def command(self) -> Command | None:
        """What the hub does about it; None if it only tells."""
        return self._command

    def is_broken_by(self, state: str) -> bool:
        """Tell whether an entity in this state breaks it, time and circumstances aside."""
        if self.never is not None:
            return state in self.never
        return self.always is not None and state not in self.always

    def in_words(self, entity: str) -> str:
        """Say what must be."""
        if self.never is not None:
            return f"{entity} is never {' or '.join(self.never)}"
        return f"{entity} is always {' or '.join(self.always or ())}"
