"""Orders to tell somebody something: reminders, and "let me know when ..."."""
# ruff: noqa: E501 (a pattern is easier to read on one line)

import re

from hub.language.later.lexing import Masked

_ME = r"(?:me|us|everyone|everybody)"
_BARE = re.compile(
    rf"(?:let {_ME} know|tell {_ME}|notify {_ME}|alert {_ME}|inform {_ME}|warn {_ME}|message {_ME}"
    rf"|(?:text|ping|nudge|buzz|poke|beep|holler at|shout at|call|page) {_ME}|shout|holler|send {_ME} (?:a |an )?(?:notification|message|alert|warning|note|text)"
    rf"|send (?:a |an )?(?:notification|message|alert|warning)(?: to {_ME})?"
    rf"|drop {_ME} (?:a |an )?(?:message|line|note|text|notification)"
    rf"|give {_ME} (?:a |an )?(?:shout|nudge|buzz|ping|poke|bell|ring|holler|beep|heads up|heads-up|alert|notice|warning|sign|signal|call)"
    r"|(?:announce|broadcast)(?: it| that| this)?(?: everywhere)?|notify|alert|remind me|i want to know|i(?:'d| would) like to know|i need to know|warn)"
    r"(?: please| again| once| right away| immediately)?"
)
_TEXT = tuple(map(re.compile, (
    rf"(?:remind|tell|notify|alert|warn|message|nudge|ping|buzz|text|give {_ME} a (?:nudge|shout|buzz|ping|reminder)|shout)(?: {_ME})? (?:again )?(?:to|that(?: i have to| i need to| i should)?|about|of|it'?s time to|it'?s time for|i have to|i need to) (?P<text>.+)",
    r"(?:set|create|make|add|schedule|give me)(?: up)? (?:a |an |me a |the )?reminder(?: for me)?(?: (?:for|about|of))?(?: (?:to|that|saying))? (?P<text>.+)",
    r"(?:reminder|remember)(?: me)?(?: to|:| about)? (?P<text>.+)",
    rf"remind {_ME} (?P<text>.+)",
    r"i (?:need|want|would like|'d like) (?:to be reminded|a reminder)(?: (?:to|about|of|that))? (?P<text>.+)",
    r"don'?t let me forget(?: to| about| that)? (?P<text>.+)",
    r"(?:say|announce|broadcast)(?: that)? (?P<text>.+)",
)))  # fmt: skip
_EMPTY = re.compile(
    r"(?:set|create|make|add) (?:a |an |me a )?reminder|remind me|remind us|(?:a )?reminder"
)
_WAKE = re.compile(
    r"wake (?:me|us)(?: up)?(?: please)?|get me up|i (?:need|want|have) to wake up|set (?:an? |my |the )?alarm(?: clock)?(?: for(?: me)?)?"
)
# Those words ask now, where no condition and no time follow.
_ASKING = re.compile(rf"tell {_ME}|i want to know|i(?:'d| would) like to know|i need to know")


def message_of(order: str, masked: Masked) -> str | None:
    """Return the text to tell, "" if it is what a condition says; None if this is another order."""
    order = order.strip()
    if _WAKE.fullmatch(order):
        return "Time to wake up."
    if _BARE.fullmatch(order) or _EMPTY.fullmatch(order):
        return ""
    for pattern in _TEXT:
        match = pattern.fullmatch(order)
        if match is not None:
            return as_sentence(masked.restored(match["text"]))
    return None


def is_reminder(order: str, masked: Masked) -> bool:
    """Tell whether an order asks for a reminder; "tell me a story" does not."""
    return "remind" in order and message_of(order, masked) is not None


def asks_now(order: str) -> bool:
    """Tell whether an order to tell something may be a question about now."""
    return _ASKING.fullmatch(order.strip()) is not None


def as_sentence(words: str) -> str:
    """Return words with a capital letter and a full stop."""
    text = " ".join(words.split()).strip(" .")
    return f"{text[:1].upper()}{text[1:]}."
