"""Voice satellites: a microphone and a speaker in a room, as Home Assistant's assist_satellite.

A satellite that can tell when it has played what it was given keeps `last_played` among its
attributes, a moment in ISO 8601 and UTC, none before the first time. Of one that cannot,
`last_sent` tells when it had taken all of it, and had had the time to play it; that is what is said
then. One with neither is told things, and nobody learns more.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, Field, model_validator

from hub.home.commands import Command, Expectation, later_than
from hub.home.domains.house import LONGEST_MESSAGE, Text, as_text
from hub.home.frozen import Frozen
from hub.home.ids import new_id
from hub.home.model import State

STATES = ("idle", "listening", "processing", "responding")
PLAYED, SENT = "done announcing", "sent to its speaker"
_BUSY = frozenset({"listening", "processing", "responding"})
MOST_ANSWERS = 50
MOST_SENTENCES = 50


def as_list(value: object) -> object:
    """Return a value that stands alone as a list, as Home Assistant takes both."""
    return [value] if isinstance(value, str) else value


Words = Annotated[str, Field(min_length=1, max_length=LONGEST_MESSAGE), BeforeValidator(as_text)]


class Attributes(BaseModel):
    """What a satellite reports; `last_played`: when it had played what it was last given.

    `last_sent`: when it had taken it, and had had the time to play it.
    """

    last_played: str | None = None
    last_sent: str | None = None


class Announce(Command):
    """Say a message, or play a medium, after a chime unless `preannounce` is false."""

    is_idempotent = False
    action: Literal["assist_satellite.announce"] = "assist_satellite.announce"
    message: Words | None = None
    media_id: Words | None = None
    preannounce: bool = True
    preannounce_media_id: Words | None = None

    @model_validator(mode="after")
    def _has_something_to_say(self) -> Self:
        if self.message is None and self.media_id is None:
            raise ValueError("it needs 'message' or 'media_id'")
        return self

    def expected(self, before: State) -> Expectation | None:
        """Expect that it tells that it has played it."""
        return _told(before, PLAYED)


class StartConversation(Command):
    """Say something, then listen for the answer, as if it had been called by its wake word."""

    is_idempotent = False
    action: Literal["assist_satellite.start_conversation"] = "assist_satellite.start_conversation"
    start_message: Words | None = None
    start_media_id: Words | None = None
    extra_system_prompt: Text | None = None
    preannounce: bool = True
    preannounce_media_id: Words | None = None

    @model_validator(mode="after")
    def _has_something_to_say(self) -> Self:
        if self.start_message is None and self.start_media_id is None:
            raise ValueError("it needs 'start_message' or 'start_media_id'")
        return self

    def expected(self, before: State) -> Expectation | None:
        """Expect that it tells that it has played its beginning."""
        return _told(before, "done asking")


class PossibleAnswer(Frozen):
    """An answer that is expected: sentences in hassil's syntax, and what it is called."""

    id: Annotated[str, Field(min_length=1, max_length=LONGEST_MESSAGE), BeforeValidator(as_text)]
    sentences: Annotated[
        tuple[Words, ...], Field(min_length=1, max_length=MOST_SENTENCES), BeforeValidator(as_list)
    ]


class AskQuestion(Command):
    """Ask something, and hear the answer, which is for whoever asked: nothing is done about it.

    `question_id` is given by whoever waits for the answer (`hub.home.asked`).
    """

    is_idempotent = False
    action: Literal["assist_satellite.ask_question"] = "assist_satellite.ask_question"
    question: Words | None = None
    question_media_id: Words | None = None
    answers: Annotated[tuple[PossibleAnswer, ...], Field(max_length=MOST_ANSWERS)] = ()
    preannounce: bool = True
    preannounce_media_id: Words | None = None
    question_id: str = Field(default_factory=new_id, max_length=64)

    @model_validator(mode="after")
    def _has_something_to_ask(self) -> Self:
        if self.question is None and self.question_media_id is None:
            raise ValueError("it needs 'question' or 'question_media_id'")
        return self

    def expected(self, before: State) -> Expectation | None:
        """Expect that it tells that it has asked."""
        return _told(before, "done asking")


def _told(before: State, words: str) -> Expectation | None:
    attributes = before.attributes
    name = next((each for each in ("last_played", "last_sent") if each in attributes), None)
    if name is None:
        return None
    told = (name, later_than(attributes[name]))
    words = words if name == "last_played" else SENT
    return Expectation(words, frozenset(STATES), attributes=(told,), transient=_BUSY, is_dated=True)


AssistSatelliteCommand = Announce | StartConversation | AskQuestion
