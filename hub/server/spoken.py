"""The conversation, to a voice: implements `hub.voice.parts.Conversing`."""

from collections.abc import Sequence
from typing import Protocol

from hub.home.home import Home
from hub.home.ids import UserId
from hub.home.plan import Request
from hub.home.speech import Expecting, Hints
from hub.server.conversation import Conversation
from hub.server.conversation_api import result_json
from hub.server.parts import ServerParts
from hub.voice.parts import Spoken


class Ear(Protocol):
    """What of understanding helps to hear."""

    def hints(self, home: Home, request: Request, expecting: Expecting) -> Hints:
        """Return what helps to hear a speaker right, from what they see of the home."""

    async def readings(self, request: Request) -> Sequence[str]:
        """Return the sentences that may have been said; none if what was heard is clear."""


class SpokenConversation:
    """What is said aloud goes the way of what is typed; a speaker sees what they may see."""

    def __init__(self, parts: ServerParts, conversation: Conversation, ear: Ear) -> None:
        self._parts = parts
        self._conversation = conversation
        self._ear = ear

    async def answer(self, request: Request) -> Spoken:
        """Do what a sentence says.

        Raises:
            HubError: it could not even be tried.
        """
        result = await self._conversation.process(request)
        output = result_json(self._parts.sight.home_of(request), result)
        return Spoken(
            text=result.speech,
            result=result.result,
            wants_answer=bool(output["continue_conversation"]),
            output=output,
        )

    def gives_pin(self, request: Request) -> bool:
        """Tell whether a sentence is a PIN, or was meant to be one; it changes nothing.

        What is not `heard` to its end may be the begin of one.
        """
        dialogue = self._parts.dialogue
        return dialogue.gives_pin(request) or (
            request.heard is None and dialogue.begins_pin(request)
        )

    def shown(self, request: Request) -> str:
        """Return a sentence as it may be shown and kept: with dots in place of a PIN."""
        return self._parts.dialogue.shown(request)

    def expecting(self, conversation_id: str, user_id: UserId | None) -> Expecting:
        """Tell what this speaker is about to say in a conversation."""
        return self._parts.dialogue.expecting(conversation_id, user_id)

    async def readings(self, request: Request) -> Sequence[str]:
        """Return the sentences that may have been said instead of what was heard."""
        expecting = self._expecting(request)
        return await self._ear.readings(request) if expecting is Expecting.ORDER else ()

    def hints(self, request: Request) -> Hints:
        """Return what helps to hear this speaker right."""
        home = self._parts.sight.home_of(request)
        return self._ear.hints(home, request, self._expecting(request))

    def _expecting(self, request: Request) -> Expecting:
        if request.conversation_id is None:
            return Expecting.ORDER
        return self.expecting(request.conversation_id, request.user_id)
