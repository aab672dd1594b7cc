"""Sentences that start rules, in hassil's syntax: "[it's] party time [for {who}]"."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hub.home.home import Unsubscribe

if TYPE_CHECKING:
    from hassil import Intents

Hear = Callable[[Mapping[str, Any]], None]

LONGEST_SENTENCE = 500
_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}
_SLOT = re.compile(r"\{([^{}:]+)(?::[^{}]*)?\}")


@dataclass(frozen=True, slots=True, eq=False)
class _Listening:
    intents: "Intents"
    hear: Hear


class SentenceDesk:
    """Knows which sentences rules wait for. A `{slot}` takes any words."""

    def __init__(self) -> None:
        self._listening: list[_Listening] = []

    def listen_for(self, commands: Iterable[str], hear: Hear) -> Unsubscribe:
        """Call `hear` with `{sentence, slots, details, device_id}` when one of them is said.

        Raises:
            ValueError: one of them cannot be parsed.
        """
        listening = _Listening(intents_of(commands), hear)
        self._listening.append(listening)
        return lambda: self._listening.remove(listening)

    def hear(self, text: str, device_id: str | None = None) -> bool:
        """Tell those who wait for what was said; False if nobody does."""
        if not self._listening or len(text) > LONGEST_SENTENCE:
            return False
        from hassil import recognize_all  # noqa: PLC0415 -- see `intents_of`

        is_heard = False
        for listening in tuple(self._listening):
            found = next(iter(recognize_all(text, listening.intents)), None)
            if found is None:
                continue
            is_heard = True
            details = {
                name: {"name": name, "text": entity.text, "value": entity.value}
                for name, entity in found.entities.items()
            }
            slots = {name: entity.value for name, entity in found.entities.items()}
            listening.hear(
                {"sentence": text, "slots": slots, "details": details, "device_id": device_id}
            )
        return is_heard


def intents_of(commands: Iterable[str]) -> "Intents":
    """Return sentences ready to be recognized; a `{slot}` takes any words.

    Raises:
        ValueError: one of them cannot be parsed.
    """
    # Few homes have such rules, and the others shall not wait for it at every start.
    from hassil import Intents  # noqa: PLC0415
    from hassil.errors import HassilError  # noqa: PLC0415
    from hassil.parse_expression import parse_sentence  # noqa: PLC0415

    sentences = [command.strip() for command in commands]
    for sentence in sentences:
        if not sentence or len(sentence) > LONGEST_SENTENCE:
            raise ValueError(f"{sentence[:60]!r}: expected 1 to {LONGEST_SENTENCE} characters")
        try:
            _check_brackets(sentence)
            parse_sentence(sentence)
        except (HassilError, RecursionError, ValueError) as error:
            raise ValueError(f"{sentence!r} is no sentence: {error}") from None
    slots = {name.strip() for sentence in sentences for name in _SLOT.findall(sentence)}
    return Intents.from_dict(
        {
            "language": "en",
            "intents": {"said": {"data": [{"sentences": sentences}]}},
            "lists": {name: {"wildcard": True} for name in slots},
        }
    )


def _check_brackets(sentence: str) -> None:
    """Check that brackets close as they open; hassil itself overlooks some that do not.

    Raises:
        ValueError: they do not.
    """
    opened: list[str] = []
    for char in sentence:
        if char in _CLOSING:
            opened.append(_CLOSING[char])
        elif char in _CLOSING.values() and (not opened or opened.pop() != char):
            raise ValueError(f"{char!r} closes nothing")
    if opened:
        raise ValueError(f"a {opened[-1]!r} is missing")
