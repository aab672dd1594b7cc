"""Whether an answer agrees with the response that Home Assistant's community expects.

The wording is free; the facts are not: yes or no, the names, the number, the state.
"""

import re
from collections.abc import Sequence

from hub.home.plan import Answer
from hub.language.evaluation.texts import folded, numbers_in
from hub.record import record

_YES = frozenset({"yes", "yeah", "yep", "ja", "oui", "si", "certo"})
_NO = frozenset({
    "no", "nope", "not", "none", "nothing", "nobody", "nein", "kein", "keine", "keiner", "keins",
    "keines", "nichts",
    "niemand", "non", "aucun", "aucune", "rien", "personne", "pas", "ningun", "ninguno", "ninguna",
    "nada", "nadie", "nessun", "nessuno", "nessuna", "niente", "nee", "geen", "niets",
})  # fmt: skip
_WORD = re.compile(r"\w+")
# A word says the same as another that begins alike: "raining", "rainy".
STEM = 4


@record(frozen=True, slots=True)
class Agrees:
    """What an answer has to say.

    `yes`: None where it is no yes-or-no question. `names` must all be said, `others` must not if
    names are asked for. `words`: any of them will do; empty for no such demand.
    """

    yes: bool | None = None
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    numbers: frozenset[float] = frozenset()
    words: frozenset[str] = frozenset()

    def problem(self, answer: Answer) -> str | None:
        """Say what is wrong with an answer; None if it agrees."""
        text = folded(answer.text)
        problem = self._yes_or_no(text) or self._named(text) or self._told(text)
        return f"{problem}: {answer.text!r}" if problem else None

    def __str__(self) -> str:
        """Show what is demanded in a few words."""
        yes = {True: ["yes"], False: ["no"], None: []}[self.yes]
        numbers = [f"{number:g}" for number in sorted(self.numbers)]
        words = ["|".join(sorted(self.words))] if self.words else []
        return ", ".join([*yes, *self.names, *numbers, *words])

    def _yes_or_no(self, text: str) -> str:
        said = polarity(text)
        if self.yes is None or said is self.yes:
            return ""
        if said is not None:
            return f"says {'yes' if said else 'no'}"
        if self.names or self.words:
            return ""
        is_no = any(word in _NO for word in _WORD.findall(text))
        return "says neither yes nor no" if is_no is self.yes else ""

    def _named(self, text: str) -> str:
        missing = [name for name in self.names if folded(name) not in text]
        if missing:
            return f"does not name {', '.join(missing)}"
        excess = [name for name in self.others if folded(name) in text]
        return f"names {', '.join(excess)}" if excess else ""

    def _told(self, text: str) -> str:
        said = _numbers(text)
        missing = [want for want in self.numbers if not any(_is_rounded(n, want) for n in said)]
        if missing:
            return f"does not say {', '.join(f'{number:g}' for number in sorted(missing))}"
        is_told = self.yes is not None and polarity(text) is not None
        is_missing = self.words and not is_told and not _has_any(text, self.words)
        return "does not say the state" if is_missing else ""


def polarity(text: str) -> bool | None:
    """Return what a folded text begins with: yes is True, no is False, neither is None."""
    words = _WORD.findall(text)
    first = words[0] if words else ""
    if first in _YES:
        return True
    return False if first in _NO else None


def facts_of(
    response: str,
    *,
    candidates: Sequence[str] = (),
    states: Sequence[str] = (),
    named: Sequence[str] = (),
) -> Agrees:
    """Return what a response demands of an answer.

    `candidates`: the names of what the question may be about, to be listed in full;
    `states`: other words for the state it tells; `named`: names that the question says itself.
    """
    text = _without(folded(response), named)
    names = [name for name in dict.fromkeys(candidates) if _names(text, name)]
    yes = polarity(text)
    rest = _without(text, names)
    # "a, b and 3 more": it lists some of them only.
    is_full = yes is None and bool(names) and not numbers_in(rest)
    others = [name for name in candidates if is_full and not _is_part(name, names)]
    numbers = frozenset() if names or yes is not None else numbers_in(text)
    words: frozenset[str] = frozenset()
    if not names and not numbers:
        words = frozenset(_content(text)) | {folded(state) for state in states}
    return Agrees(yes, tuple(names), tuple(others), numbers, words)


def _without(text: str, names: Sequence[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(folded(name), " ")
    return text


def _names(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(folded(name))}(?!\w)", text) is not None


def _is_part(name: str, names: Sequence[str]) -> bool:
    return any(folded(name) in folded(other) for other in names)


def _numbers(text: str) -> frozenset[float]:
    none = frozenset({0.0}) if polarity(text) is False else frozenset[float]()
    return numbers_in(text) | none


def _is_rounded(number: float, wanted: float) -> bool:
    """Tell whether `wanted` is a number as it is, or rounded."""
    digits = len(f"{wanted:g}".partition(".")[2])
    return abs(number - wanted) <= 0.5 * 10**-digits if digits else number == wanted


def _content(text: str) -> list[str]:
    return [w for w in _WORD.findall(text) if len(w) >= STEM and w not in _YES | _NO]


def _has_any(text: str, wanted: frozenset[str]) -> bool:
    stems = {word[:STEM] for word in _WORD.findall(text)}
    return any({word[:STEM] for word in _WORD.findall(want)} <= stems for want in wanted if want)
