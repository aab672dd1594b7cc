"""What is said back when a sentence has started rules."""

import asyncio

from hub.automation.engine import Engine
from hub.automation.sentences import SentenceDesk
from hub.home.plan import Request

# How long the reply of a rule is waited for; the rule goes on.
ANSWER_WITHIN_S = 10.0
DONE = "Done."


class SaidToRules:
    """Starts the rules that wait for a sentence, and returns what they answer."""

    def __init__(self, desk: SentenceDesk, engine: Engine) -> None:
        self._desk = desk
        self._engine = engine

    async def say(self, request: Request) -> str | None:
        """Return the reply to a sentence; None if no rule waits for it."""
        with self._engine.gathering() as runs:
            if not self._desk.hear(request.text):
                return None
        for run in runs:
            try:
                async with asyncio.timeout(ANSWER_WITHIN_S):
                    result = await run.finished()
            except TimeoutError:
                continue
            if result.conversation_response:
                return result.conversation_response
        return DONE
