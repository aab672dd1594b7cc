"""Questions that rules put to people, and the answers that they wait for."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Questions:
    """Hands what was said to a question to whoever asked it."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[str | None]] = {}

    @contextmanager
    def asking(self, question_id: str) -> Iterator[asyncio.Future[str | None]]:
        """Wait for an answer while entered; its words, None if nothing was understood."""
        answer = asyncio.get_running_loop().create_future()
        self._waiting[question_id] = answer
        try:
            yield answer
        finally:
            del self._waiting[question_id]

    def settle(self, question_id: str, words: str | None) -> None:
        """Take what was said to a question; only the first time counts, and if somebody waits."""
        answer = self._waiting.get(question_id)
        if answer is not None and not answer.done():
            answer.set_result(words)
