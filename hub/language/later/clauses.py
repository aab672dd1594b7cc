"""A sentence with a condition, taken apart: the order, and the phrases after "when", "if", "until"."""
# ruff: noqa: E501 (a pattern is easier to read on one line)

import re
from collections.abc import Iterator

from hub.record import record

_ONE_SHOT = r"once(?! (?:a|an|every|per|more)\b)|as soon as|the moment|the minute|the second|the next time|next time|right when|after(?! (?:[#<]|tomorrow|that\b|dark\b|all\b))"
_ANY_TIME = r"whenever|every time(?: that)?|each time|any ?time|always when"
_WHEN = r"when(?! (?:did|does|do|is|was|were|will|would|can|could|should|has|have|had) )"
_CONJUNCTION = re.compile(
    rf"(?:^|(?<= ))(?P<word>only if|only when|even if|{_ANY_TIME}|{_ONE_SHOT}|{_WHEN}|if|in case|unless"
    r"|as long as|while|provided that|provided|(?:until|till|til)(?! (?:[#<]|tomorrow|the (?:morning|evening))))"
    r" (?:then )?"
)
# How an order begins.
VERBS = (
    "turn", "switch", "set", "open", "close", "shut", "lock", "unlock", "dim", "start", "stop", "play",
    "pause", "put", "make", "raise", "lower", "activate", "deactivate", "run", "flash", "blink", "send",
    "tell", "let", "notify", "remind", "alert", "warn", "announce", "broadcast", "say", "message", "text", "ping",
    "inform", "give", "change", "adjust", "increase", "decrease", "brighten", "mute", "unmute", "skip",
    "resume", "vacuum", "clean", "dock", "press", "toggle", "bring", "roll", "pull", "draw", "heat",
    "warm", "cool", "keep", "leave", "have", "don't", "do", "shut", "kill", "light", "arm", "disarm",
    "launch", "trigger", "enable", "disable", "power", "wake", "water", "boost", "reduce", "get",
    "crank", "drop", "bump", "fire", "show", "add", "ask", "call", "ring", "sound", "secure",
    "illuminate", "fade", "feed", "spray", "move", "go", "mow", "cut", "hit", "nudge", "tilt", "lift",
    "to know", "nudge", "buzz", "poke", "shout", "holler", "beep", "page", "extend", "retract", "charge", "preheat", "return", "halt", "use", "select",
)  # fmt: skip
_WISHES = (
    r"i(?:'d| would)? (?:want|like|need)|i'd like|please|can you|could you|will you|would you"
    r"|make sure|you should|go ahead|automatically|immediately|then|just|also"
)
_START = re.compile(rf"(?<= )(?:{'|'.join(dict.fromkeys(VERBS))}|{_WISHES})\b")
# "the bedroom lamp should turn on", "the lights on": an order without a verb in front.
_SHOULD = re.compile(
    r"(?<= )(?:the |all |my |our |every )[\w' ]+? (?:should|shall|must|on|off|needs? to|has to|have to)\b"
)
_DAYS = r"(?! (?:a |the )?(?:weekdays?|weekends?|workdays?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d))"
_ORDER = re.compile(
    rf"^(?:(?:{_WISHES}|and|so|hey) )*(?:{'|'.join(dict.fromkeys(VERBS))})\b"
    rf"|\b(?:should|shall|must|on{_DAYS}|off|needs? to|has to|have to)\b"
)
# An order from its first word, and "then" before an order without a verb: "then porch light on".
STARTS_ORDER = re.compile(rf"(?:(?:{_WISHES}) )*(?:{'|'.join(dict.fromkeys(VERBS))})\b")
_AFTER_THEN = re.compile(r"(?<= )then (?=\w)")
_THEN = re.compile(r"^(?:then|automatically|immediately|please|just|also|and|so) ")


@record(frozen=True, slots=True)
class Clause:
    """A condition: the word that leads it, and what it says."""

    word: str
    phrase: str


@record(frozen=True, slots=True)
class Split:
    """One way to take a sentence apart."""

    order: str
    clauses: tuple[Clause, ...]


def splits(text: str) -> Iterator[Split]:
    """Yield the ways to take a masked sentence apart, the likelier first; none if it has no "if"."""
    for match in _CONJUNCTION.finditer(text):
        word, head, tail = match["word"], text[: match.start()].strip(), text[match.end() :]
        ends = [
            m.start() for pattern in (_START, _SHOULD, _AFTER_THEN) for m in pattern.finditer(tail)
        ]
        if head and _ORDER.search(head):
            inner = _CONJUNCTION.search(tail)
            if inner is not None:
                first = Clause(word, tail[: inner.start()].strip())
                second = Clause(inner["word"], tail[inner.end() :].strip())
                yield Split(head, (first, second))
            yield Split(head, (Clause(word, tail.strip()),))
            for end in ends:
                joined = tail[:end].rstrip().removesuffix(" and").removesuffix(" then")
                if joined != tail[:end].rstrip():
                    yield Split(f"{head} and {tail[end:]}", (Clause(word, joined),))
        for end in ends if not _ORDER.search(head) else ():
            phrase = tail[:end].strip()
            order = _THEN.sub("", tail[end:].strip())
            inner = _CONJUNCTION.search(order)
            if inner is not None and inner.start() > 0:
                last = Clause(inner["word"], order[inner.end() :].strip())
                cut = order[: inner.start()].strip()
                yield Split(f"{head} {cut}".strip(), (Clause(word, phrase), last))
            yield Split(f"{head} {order}".strip(), (Clause(word, phrase),))


def is_order(text: str) -> bool:
    """Tell whether words begin as an order or a wish does."""
    return _ORDER.search(text) is not None


def has_condition(text: str) -> bool:
    """Tell whether a masked sentence has a word that leads a condition."""
    return _CONJUNCTION.search(text) is not None


def is_one_shot(word: str) -> bool:
    """Tell whether a word speaks of the next time only: "once", "as soon as"."""
    return re.fullmatch(_ONE_SHOT, word) is not None


def is_each_time(word: str) -> bool:
    """Tell whether a word speaks of every time: "whenever"."""
    return re.fullmatch(_ANY_TIME, word) is not None
