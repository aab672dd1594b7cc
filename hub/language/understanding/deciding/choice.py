"""What the deciders share: choices among a device's own words, and numbers."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rapidfuzz import fuzz

from hub.home.model import Entity, State
from hub.language.understanding.wish import Wish

# Actions with their data, a problem in words, or None: the wish is not for this device.
Choice = Sequence[tuple[str, dict[str, Any]]] | str | None
Decider = Callable[[Entity, State, Wish], Choice]
# How alike what was said must be to one of a device's own choices.
ALIKE = 88


def one(action: str, **data: Any) -> Choice:
    """Return a single action."""
    return [(action, data)]


def number(state: State, name: str) -> float | None:
    """Return an attribute that is a number."""
    value = state.attributes.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def offered(state: State, name: str) -> list[str]:
    """Return an attribute that is a list of choices."""
    found = state.attributes.get(name)
    return [str(item) for item in found] if isinstance(found, list | tuple) else []


def chosen(wish: Wish, choices: Iterable[str]) -> str | None:
    """Return the one of `choices` that was said; None if none or several were."""
    said = [text for text in (*wish.choices, wish.mode, wish.speed, wish.color) if text]
    if wish.number is not None:
        said.append(f"{wish.number:g}")
    plain = {choice: " ".join(choice.casefold().replace("_", " ").replace("-", " ").split())
             for choice in choices}  # fmt: skip
    for text in said:
        exact = [choice for choice, words in plain.items() if words in (text, f"{text} mode")]
        if len(exact) == 1:
            return exact[0]
    for text in said:
        near = [c for c, words in plain.items() if fuzz.ratio(words, text) >= ALIKE]
        if len(near) == 1:
            return near[0]
    return None


def scaled(wish: Wish, small: float, normal: float, large: float) -> float:
    """Return how far a change without a number goes, with its sign."""
    return wish.direction * {"small": small, "large": large}.get(wish.scale, normal)
