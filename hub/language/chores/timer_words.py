"""Sentences about timers, taken apart: what is wanted, of which timer, for how long."""
# ruff: noqa: E501 (a pattern is easier to read on one line)

import re

from hub.language.chores.durations import take_durations
from hub.language.chores.saying import asks, said_plainly
from hub.language.chores.timer_patterns import (
    AFTER,
    ASKS,
    CHANGE,
    COUNT,
    LONGER,
    SET,
    SETS,
    SHORTER,
    START,
    TIMER,
    Want,
)
from hub.record import record

_DURATION = re.compile(r"<(\d)>")
_ANOTHER = re.compile(r"\banother (second|minute|hour)\b")
# "five more minutes" is "five minutes more".
_MORE = re.compile(r"\b(\S+) (more|extra|additional) (seconds?|secs?|minutes?|mins?|hours?)\b")
# A rest that says no length: "pause it for a sec".
_A_MOMENT = re.compile(
    r"(?<=\w) (?:for )?(?:just )?a (?:quick )?(?:sec|second|moment|mo|bit|tick)$"
)
_PAUSES = re.compile(r"(?:pause|hold|freeze|halt|suspend)\b")
_GO = re.compile(r" (?:go|starting|start|from now|starting now|on the clock|then|ok|okay)$")
_ON_THE_TIMER = re.compile(rf"\b({TIMER}) (?:on|going|running|up)\b(?= for|$| <)")
_NUMBER_WORD = (
    r"\d{1,3}|(?:twenty|thirty|forty|fifty)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|sixty|ninety"
)
_UNIT_WORD = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?)"
# "for ten minutes and another for 15", "for 5 and 12 minutes", "timer 10": the unit is said once,
# or not at all, and then minutes are meant.
_UNIT_BEFORE = re.compile(
    rf"(?P<unit>{_UNIT_WORD})\b(?P<between>.*\b(?:and|another|one|or)(?: for| of| with)?) "
    rf"(?P<number>{_NUMBER_WORD})$"
)
_UNIT_AFTER = re.compile(rf"(?P<number>\b(?:{_NUMBER_WORD})) (?=(?:and|or) (?:one (?:for|of) )?"
                         rf"(?:{_NUMBER_WORD}) (?P<unit>{_UNIT_WORD})\b)")  # fmt: skip
_NO_UNIT = re.compile(rf"\b(?P<start>{TIMER}(?: (?:for|of|to|at|on))?) (?P<number>{_NUMBER_WORD})$")
_OTHER_LENGTH = re.compile(
    r"(?:(?:no|oh|oops|sorry|wait|i meant|i mean|actually|rather|or|make (?:it|that|this)|let us say"
    rf"|change (?:it|that) to|say) )*(?P<number>{_NUMBER_WORD})(?P<unit> {_UNIT_WORD})?"
    r"(?: instead| rather| then| actually)?"
)
_A_NUMBER_MORE = re.compile(
    rf"(?:add|put|give (?:it|me|us)|make (?:it|that)) (?:another |an extra )?(?P<number>{_NUMBER_WORD})"
    rf"(?: more| extra| longer)?(?: on| to it)?|(?:another|an extra) (?P<number2>{_NUMBER_WORD})"
    rf"|(?P<number3>{_NUMBER_WORD}) (?:more|longer|extra)"
)
_ON_THE_CLOCK = re.compile(
    r"(?:(?:put|set|stick|give me|i want|i need) )?<0> on (?:the|a|my) (?:timer|clock|countdown)"
)
_LONGEST_NAME = 3
# What cannot be part of a timer's name: it tells of something else.
_NO_NAME = frozenset({
    "is", "are", "was", "were", "be", "been", "am", "has", "had", "have", "does", "did", "do",
    "will", "would", "it", "that", "this", "these", "those", "i", "you", "he", "she", "we",
    "they", "and", "or", "not", "on", "off", "when", "if", "how", "what", "why", "who", "until",
    "till", "while", "because", "to", "in", "at", "broken", "my", "your", "his", "her", "their",
    "there", "every", "all", "any", "timer", "timers", "out", "up", "set", "with", "from",
})  # fmt: skip
_ARTICLES = frozenset(["a", "an", "the", "my", "his", "her", "their"])
_ORDINALS = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "last": -1,
    "next": 0, "shortest": 0, "longest": -1,
}  # fmt: skip
_LOOSE = frozenset({
    "the", "my", "our", "a", "an", "one", "ones", "of", "for", "to", "on", "in", "at", "called",
    "named", "that", "this", "those", "which", "please", "me", "timer", "timers", "countdown",
    "countdowns", "currently", "running",
})  # fmt: skip
_EVERY = frozenset({
    "all", "every", "both", "each", "everything", "any", "them",
})  # fmt: skip


@record(frozen=True, slots=True)
class Target:
    """Which timers are meant: by words of their name or area, length, order; all of them."""

    words: tuple[str, ...] = ()
    duration_s: float | None = None
    ordinal: int | None = None
    is_all: bool = False
    says_timer: bool = False
    is_pronoun: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nothing but "the timer" was said."""
        return not (self.words or self.is_all) and self.duration_s is None and self.ordinal is None


@record(frozen=True, slots=True)
class Wish:
    """One wish about timers. `seconds`: how long, or by how much longer (shorter if negative)."""

    want: Want
    target: Target = Target()
    seconds: float | None = None
    name: str | None = None
    place: str | None = None


def wishes(text: str) -> tuple[Wish, ...]:
    """Return what a sentence wants of timers; nothing if it is about something else."""
    plain = _ANOTHER.sub(r"another 1 \1", _with_units(_without_rest(said_plainly(text))))
    taken = take_durations(_MORE.sub(r"\1 \3 \2", plain))
    said, lengths = taken.skeleton, taken.seconds
    if asks(text):
        return _asked(said, lengths)
    one = _changed(said, lengths)
    if one is not None:
        return (one,)
    return _started(said, lengths) or _asked(said, lengths)


def more_of_it(text: str, before: str) -> float | None:
    """Return by how many seconds "add five more" makes the timer longer that was asked for."""
    match = _A_NUMBER_MORE.fullmatch(said_plainly(text))
    if match is None:
        return None
    number = match["number"] or match["number2"] or match["number3"]
    return take_durations(f"{number} {_unit_of(before)}").seconds[0]


def _unit_of(said: str) -> str:
    units = re.findall(rf"\b{_UNIT_WORD}\b", said_plainly(said))
    return units[-1] if units else "minutes"


def other_length(text: str, before: str) -> float | None:
    """Return the seconds of "make that 15" or "no, ten", said after a timer was asked for.

    `before` is what was said then; its unit is meant where none is said.
    """
    match = _OTHER_LENGTH.fullmatch(said_plainly(text))
    if match is None:
        return None
    unit = match["unit"] or _unit_of(before)
    return take_durations(f"{match['number']} {unit.strip()}").seconds[0]


def _without_rest(said: str) -> str:
    """Return a sentence about a timer without the small words that end it."""
    said = _GO.sub("", said) if re.search(rf"\b{TIMER}\b", said) else said
    said = _ON_THE_TIMER.sub(r"\1", said)
    return _A_MOMENT.sub("", said) if _PAUSES.match(said) else said


def _with_units(said: str) -> str:
    """Return a sentence about timers with a unit after each of its numbers."""
    if re.search(rf"\b{TIMER}\b", said) is None:
        return said
    said = _UNIT_BEFORE.sub(r"\g<unit>\g<between> \g<number> \g<unit>", said)
    said = _UNIT_AFTER.sub(r"\g<number> \g<unit> ", said)
    return _NO_UNIT.sub(r"\g<start> \g<number> minutes", said)


def target_of(phrase: str, lengths: tuple[float, ...] = ()) -> Target:
    """Read a phrase such as "my second <0> timer" or "the one in the kitchen"."""
    words = phrase.split()
    duration = next((lengths[int(m[1])] for w in words if (m := _DURATION.fullmatch(w))), None)
    ordinal = next((_ORDINALS[w] for w in words if w in _ORDINALS), None)
    every = any(w in _EVERY for w in words) or "timers" in words
    names = tuple(
        word
        for word in words
        if not _DURATION.fullmatch(word)
        and word not in _LOOSE
        and word not in _ORDINALS
        and word not in _EVERY
    )
    is_pronoun = phrase in {"it", "that", "this", "that one", "this one", "them", "both"}
    return Target(
        words=() if is_pronoun else names,
        duration_s=duration,
        ordinal=ordinal,
        is_all=every,
        says_timer=re.search(rf"\b{TIMER}\b", phrase) is not None,
        is_pronoun=is_pronoun,
    )


def said_duration(text: str) -> float | None:
    """Return the seconds if a sentence is no more than a length of time: "five minutes"."""
    taken = take_durations(said_plainly(text))
    if re.fullmatch(
        r"(?:for |make it |let's say |say |about )*<0>(?: is fine| long)?", taken.skeleton
    ):
        return taken.seconds[0]
    return None


def _asked(said: str, lengths: tuple[float, ...]) -> tuple[Wish, ...]:
    for pattern in ASKS:
        match = pattern.fullmatch(said)
        if match is not None:
            target = target_of(match["target"] or "", lengths)
            if len(target.words) <= _LONGEST_NAME:
                return (Wish("ask", target),)
    return ()


def _changed(said: str, lengths: tuple[float, ...]) -> Wish | None:
    for sign, patterns in ((1, LONGER), (-1, SHORTER)):
        for pattern in patterns:
            match = pattern.fullmatch(said)
            if match is not None:
                phrase = match.groupdict().get("target") or ""
                by = lengths[int(match["by"][1])]
                return Wish(
                    "extend", target_of(phrase, lengths_besides(match["by"], lengths)), sign * by
                )
    for pattern in SETS:
        match = pattern.fullmatch(said)
        if match is not None:
            by = lengths[int(match["by"][1])]
            return Wish(
                "set", target_of(match["target"], lengths_besides(match["by"], lengths)), by
            )
    for want, pattern in CHANGE:
        match = pattern.fullmatch(said)
        if match is not None and len(target_of(match["target"], lengths).words) <= _LONGEST_NAME:
            return Wish(want, target_of(match["target"], lengths))
    return None


def lengths_besides(mark: str, lengths: tuple[float, ...]) -> tuple[float, ...]:
    """Return the lengths with the one of `mark` voided, as another phrase has said it."""
    return tuple(-1.0 if f"<{n}>" == mark else length for n, length in enumerate(lengths))


def _started(said: str, lengths: tuple[float, ...]) -> tuple[Wish, ...]:
    if _ON_THE_CLOCK.fullmatch(said):
        return (Wish("start", seconds=lengths[0]),)
    counted = COUNT.fullmatch(said)
    if counted is not None:
        name = _name(counted["name"] or "")
        return (Wish("start", seconds=lengths[0], name=name or None),) if name is not None else ()
    if len(lengths) > 1:
        return _several(said, lengths)
    one = _one_start(said, lengths)
    return (one,) if one is not None else ()


def _several(said: str, lengths: tuple[float, ...]) -> tuple[Wish, ...]:
    """Read "set a <0> timer and a <1> timer", "set two timers for <0> and <1>"."""
    plain = re.sub(rf"^(?:({SET}) )?(?:\w+ )?timers ?", lambda m: f"{m[1] or 'set'} ", said)
    plain = plain if re.match(rf"{SET}\b", plain) else f"set {plain}"
    pieces = re.split(r",? and |, ", re.sub(r"^(\w+) (?:,? ?one )", r"\1 ", plain))
    verb = plain.split(" ", 1)[0]
    found: list[Wish] = []
    for number, piece in enumerate(pieces):
        text = re.sub(r"^(?:another |also |one |a second )+", "", piece)
        text = text if number == 0 else f"{verb} {text}"
        if not re.search(rf"\b{TIMER}\b", text):
            text = re.sub(rf"^({SET}) ", r"\1 timer ", text)
        one = _one_start(text, lengths)
        if one is None or one.seconds is None:
            return ()
        found.append(one)
    return tuple(found) if len(found) == len(lengths) else ()


def _one_start(  # noqa: PLR0911 - one return a reason
    said: str, lengths: tuple[float, ...]
) -> Wish | None:
    match = START.fullmatch(said)
    if match is None:
        return None
    if _ARTICLES & set(match["before"].split()):
        return None  # "my husband started a timer"
    before, seconds = _pull(match["before"], lengths)
    names = [] if not before else [before]
    place: str | None = None
    rest = match["after"].strip()
    while rest:
        piece = AFTER.match(rest)
        if piece is None:
            return None
        if piece["by"]:
            if seconds is not None:
                return None
            seconds = lengths[int(piece["by"][1])]
        elif piece["place"]:
            place = piece["place"]
        else:
            names.append(piece["name"] or piece["what"])
        rest = rest[piece.end() :].strip()
    if seconds is None and not match["verb"]:
        return None
    name = _name(names[-1]) if names else ""
    if name is None or (len(names) > 1 and _name(names[0]) is None):
        return None
    return Wish("start", target_of(match["before"], lengths), seconds, name or None, place)


def _pull(text: str, lengths: tuple[float, ...]) -> tuple[str, float | None]:
    found = _DURATION.search(text)
    if found is None:
        return text.strip(), None
    rest = " ".join((text[: found.start()] + text[found.end() :]).split())
    return rest, lengths[int(found[1])]


def _name(words: str) -> str | None:
    """Return a timer's name; None if the words cannot be one, nothing if there is none."""
    kept = [
        word
        for word in words.split()
        if word not in {"the", "a", "an", "my", "new", "quick", "second"}
    ]
    if len(kept) > _LONGEST_NAME or any(word in _NO_NAME or "<" in word for word in kept):
        return None
    return " ".join(kept)
