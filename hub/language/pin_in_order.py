"""A PIN that is told in one breath with the order: "unlock the front door, PIN 1 2 3 4"."""

import re
from collections.abc import Iterator
from dataclasses import field

from hub.language.names import plain
from hub.language.pins import (
    AROUND,
    CALLED,
    COURTEOUS,
    INTRODUCING,
    JOINING,
    LEADING,
    heard_for_pin,
    is_before_another_number,
    names_in,
    wants_pin,
)
from hub.language.spoken_digits import digits_of
from hub.record import record

SHORTEST, LONGEST = 4, 16
_LETTERS = r"[^\W\d_]+"
# "PIN2580" is two words.
_WORD = re.compile(
    rf"{_LETTERS}(?=\d{{3}})|[^\W_]+(?:['’][^\W_]+)*"  # noqa: RUF001 -- the typographic apostrophe
)
_CORRECTS = (
    "no nope not sorry wait oops i said say mean meant rather actually correction"
    " nein nicht ich sagte meine meinte entschuldigung sorry moment halt quatsch doch"
    " non pas pardon désolé désolée je voulais dire veux attends"
    " perdón perdona digo quise quería decir espera"
    " scusa scusi volevo dire anzi aspetta"
    " nee niet ik bedoel bedoelde zei wacht"
)
_CORRECTING = frozenset(_CORRECTS.split())
# What is heard of "PIN" may be anything: up to so many words after a pause.
_MOST_MUMBLED = 4
# The French oven is no 4, and what is switched on in German no 1.
_NO_DIGIT = re.compile(r"\b(?:le four|schalt\w* (?:\w+ ){1,4}ein)$")
_PAUSE = re.compile(r"[.,;:!?]")
_AT_THE_SEAM = " ,;:.!-–—"  # noqa: RUF001 -- dashes


@record(frozen=True, slots=True)
class OrderWithPin:
    """An order, in its own words, and the PIN that was told with it. It is shown nowhere."""

    order: str
    pin: str = field(repr=False)


@record(frozen=True, slots=True)
class _Run:
    """Words that say digits, from `begin` to before `end`."""

    begin: int
    end: int
    digits: str

    @property
    def is_pin(self) -> bool:
        return SHORTEST <= len(self.digits) <= LONGEST


def order_with_pin(text: str, *, is_called: bool = False) -> OrderWithPin | None:
    """Take an order and its PIN apart; None if there are not both.

    `is_called`: only where the PIN is called one.
    """
    spoken = _Spoken(text)
    found = spoken.pin_after_its_name() or spoken.pin_before_its_name()
    if found is None and not is_called:
        found = spoken.pin_after_what_sounds_so() or spoken.pin_alone()
    if found is None:
        return None
    corrected = spoken.corrected(found)
    order = spoken.without(corrected) if corrected is not None else ""
    return OrderWithPin(order, corrected.digits) if corrected is not None and order else None


class _Spoken:
    """A text as words, each with where it stands."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places = list(_WORD.finditer(text))
        self._words = [plain(place.group()).replace(" ", "") for place in self._places]
        self._names = names_in(" ".join(self._words))

    def pin_after_its_name(self) -> _Run | None:
        """Find "my PIN is 1 2 3 4". At the end of a text what only sounds like digits counts."""
        for at in reversed(range(len(self._words))):
            if self._words[at] not in self._names:
                continue
            first = self._past(at + 1, INTRODUCING | CALLED)
            run = self._run_at(first, is_awaited=False)
            if not run.is_pin:
                run = self._run_at(first, is_awaited=True)
                if self._past(run.end, COURTEOUS) < len(self._words):
                    continue
            if run.is_pin:
                return _Run(self._back(at, LEADING | CALLED), run.end, run.digits)
        return None

    def pin_before_its_name(self) -> _Run | None:
        """Find "1 2 3 4 is my PIN"."""
        for run in self._runs():
            name = self._past(run.end, INTRODUCING | LEADING)
            if run.is_pin and self._words[name : name + 1] and self._words[name] in self._names:
                return _Run(run.begin, name + 1, run.digits)
        return None

    def pin_after_what_sounds_so(self) -> _Run | None:
        """Find "P-I-N 1 2 3 4", and what else is heard for it."""
        for run in self._runs():
            parts = heard_for_pin(self._words[: run.begin])
            if run.is_pin and parts:
                return _Run(self._back(run.begin - parts, LEADING), run.end, run.digits)
        return None

    def pin_alone(self) -> _Run | None:
        """Find the digits that an order which wants a PIN begins or ends with."""
        found = [run for run in self._runs() if len(run.digits) >= SHORTEST]
        said = " ".join(self._words)
        if not wants_pin(said) or len(found) != 1 or not self._without_word(found[0]).is_pin:
            return None
        run = self._without_word(found[0])
        before = self._words[: run.begin]
        if not before:
            return run
        if is_before_another_number(before) or self._past(run.end, COURTEOUS) < len(self._words):
            return None
        return _Run(self._before_mumbling(run.begin), run.end, run.digits)

    def _without_word(self, run: _Run) -> _Run:
        """Return digits without a word of the order before them: "allume le four 1 2 3 4"."""
        said = " ".join(self._words[: run.begin + 1])
        shorter = self._run_at(run.begin + 1, is_awaited=False)
        return shorter if _NO_DIGIT.search(said) and shorter.is_pin else run

    def _before_mumbling(self, begin: int) -> int:
        """Return where an order ends, without what was heard of "PIN" before its digits."""
        for at in range(begin, max(0, begin - _MOST_MUMBLED - 1), -1):
            between = self._text[self._places[at - 1].end() : self._places[at].start()]
            if not _PAUSE.search(between):
                continue
            mumbled = " ".join(self._words[at:begin])
            return begin if wants_pin(mumbled) else at
        while begin > 0 and len(self._words[begin - 1]) == 1:
            begin -= 1
        return self._back(begin, LEADING)

    def corrected(self, found: _Run) -> _Run | None:
        """Return a PIN with what corrects it: "PIN 1 2 3 5, no, 1 2 3 4".

        None where other digits may be a PIN as well.
        """
        runs = list(self._runs())
        after = [run for run in runs if run.begin >= found.end]
        before = [run for run in reversed(runs) if run.end <= found.begin]
        for run in (*before, *after):
            is_after = run.begin >= found.end
            first, last = (found, run) if is_after else (run, found)
            between = self._words[first.end : last.begin]
            is_corrected = not _CORRECTING.isdisjoint(between)
            is_pin = last.is_pin and len(first.digits) > 1
            if is_corrected and is_pin and {*between} <= _CORRECTING | LEADING | AROUND:
                begin = self._back(first.begin, LEADING | CALLED)
                found = _Run(begin, last.end, last.digits)
            elif (is_corrected and len(run.digits) > 1) or self._may_be_pin(run):
                return None
        return found

    def _may_be_pin(self, run: _Run) -> bool:
        is_other = is_before_another_number(self._words[: run.begin])
        return len(run.digits) >= SHORTEST and not is_other

    def without(self, run: _Run) -> str:
        """Return the order beside a PIN; empty if there is none."""
        left = self._text[: self._places[run.begin].start()].rstrip(_AT_THE_SEAM)
        end = run.end if left else self._past(run.end, JOINING)
        if self._past(end, COURTEOUS) == len(self._words):
            end = len(self._words)
        right = self._text[self._places[end - 1].end() :].lstrip(_AT_THE_SEAM)
        order = " ".join(part for part in (left, right) if part)
        return "" if {*plain(order).split()} <= AROUND else order

    def _runs(self) -> Iterator[_Run]:
        at = 0
        while at < len(self._words):
            run = self._run_at(at, is_awaited=False)
            if run.digits:
                yield run
            at = max(run.end, at + 1)

    def _run_at(self, begin: int, *, is_awaited: bool) -> _Run:
        """Return the digits said from a word on, none if it says none."""
        end, digits = begin, ""
        for words, said in digits_of(self._words[begin:], is_awaited=is_awaited):
            if said is None:
                break
            digits += said
            end += len(words.split(" "))
        return _Run(begin, end, digits)

    def _past(self, at: int, passed: frozenset[str]) -> int:
        """Return where the words end that are passed over."""
        while at < len(self._words) and self._words[at] in passed:
            at += 1
        return at

    def _back(self, at: int, passed: frozenset[str]) -> int:
        """Return where the words begin, going back, that are passed over."""
        while at > 0 and self._words[at - 1] in passed:
            at -= 1
        return at
