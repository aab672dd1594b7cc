"""What the voice assistant needs of the rest of the hub, named as small protocols."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, Protocol

from hub.home.ids import UserId
from hub.home.plan import PlanResult, Request
from hub.home.speech import Expecting, Hints, VoiceRun
from hub.record import record


@record(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What the conversation says to a sentence.

    `output` is the same in the shape of Home Assistant's conversation API; `text` is empty where
    silence is the answer; `wants_answer`: it asked something that the voice may answer.
    """

    text: str
    result: PlanResult
    wants_answer: bool = False
    output: Mapping[str, Any] = field(default_factory=dict)


class Conversing(Protocol):
    """The conversation, to a voice."""

    async def answer(self, request: Request) -> Spoken:
        """Do what a sentence says.

        Raises:
            HubError: it could not even be tried.
        """

    def gives_pin(self, request: Request) -> bool:
        """Tell whether a sentence is a PIN, or was meant to be one; it changes nothing."""

    def shown(self, request: Request) -> str:
        """Return a sentence as it may be shown and kept: with dots in place of a PIN."""

    def expecting(self, conversation_id: str, user_id: UserId | None) -> Expecting:
        """Tell what this speaker is about to say in a conversation."""

    async def readings(self, request: Request) -> Sequence[str]:
        """Return the sentences that may have been said instead of what was heard.

        None if what was heard is clear, and for a PIN.
        """

    def hints(self, request: Request) -> Hints:
        """Return what helps to hear this speaker right, from their area and what they may see."""


class VoiceRuns(Protocol):
    """The runs of the assistant, kept for people to look back at."""

    async def add(self, run: VoiceRun) -> None:
        """Keep a run; the oldest go."""

    async def latest(self, limit: int) -> list[VoiceRun]:
        """Return the latest, the newest first."""

    async def get(self, run_id: str) -> VoiceRun | None:
        """Return one, None if it is not kept (any more)."""

    async def of_plan(self, plan_id: str) -> VoiceRun | None:
        """Return the run that a plan came from, None if it was not spoken."""
