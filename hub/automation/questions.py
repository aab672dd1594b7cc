"""Asking somebody through a satellite, and which of the expected answers they gave.

The result is Home Assistant's (assist_satellite.ask_question): `id` of the answer, None for
another one, the `sentence` that was said, and the `slots` of the answer's sentence.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hub.automation.sentences import intents_of
from hub.home.domains.assist_satellite import PossibleAnswer

if TYPE_CHECKING:
    from hassil import Intents

ASK = "assist_satellite.ask_question"
# From the question's turn at the satellite until somebody has answered.
ANSWER_WITHIN_S = 60.0


class Answers:
    """The answers that are expected, ready to be matched.

    Raises:
        ValueError: one of their sentences cannot be parsed.
    """

    def __init__(self, answers: Sequence[PossibleAnswer]) -> None:
        self._known = [(answer.id, intents_of(answer.sentences)) for answer in answers]

    def match(self, words: str) -> Mapping[str, Any]:
        """Return which of them was given; the first that fits."""
        for answer_id, intents in self._known:
            slots = _slots(words, intents)
            if slots is not None:
                return {"id": answer_id, "sentence": words, "slots": slots}
        return {"id": None, "sentence": words, "slots": {}}


def _slots(words: str, intents: "Intents") -> dict[str, Any] | None:
    from hassil import recognize_all  # noqa: PLC0415 -- see `hub.automation.sentences`

    found = next(iter(recognize_all(words, intents)), None)
    if found is None:
        return None
    return {name: entity.value for name, entity in found.entities.items()}
