"""A sentence made plain for the stage of chores: lower case, without courtesies and marks."""

import re

from hub.language.wording import base_language, is_question, without_courtesies

_MARKS = re.compile(r"[!?;:\"“”«»„()\[\]]+|\.(?!\d)|,(?!\d)")
_START = re.compile(
    r"^(?:(?:and|so|then|now|also|just|alright|all right|right|oh|hmm|actually|wait|no wait|lares)"
    r" |(?:can|could|would|will) (?:you|we) (?:please )?|can i (?:please )?|could i (?:please )?"
    r"|would you mind |i(?:'d| would) like (?:you )?to |i want (?:you )?to |i need (?:you )?to "
    r"|let's |lets |go ahead and |please |quickly |kindly )+"
)
_END = re.compile(
    r"(?: (?:please|thanks|thank you|for me|now|right now|will you|would you|again please|too"
    r"|if you can|if possible))+$"
)
ENGLISH = "en"


def is_english(language: str) -> bool:
    """Tell whether sentences of `language` are read here."""
    return base_language(language) == ENGLISH


def said_plainly(text: str) -> str:
    """Return `text` in lower case, without courtesies, quotation marks and punctuation."""
    said = without_courtesies(text.replace("\u2019", "'")).casefold()
    said = " ".join(_MARKS.sub(" ", said.replace(":", "\0")).replace("\0", ":").split())
    return _END.sub("", _START.sub("", f"{said} ").strip()).strip()


def asks(text: str) -> bool:
    """Tell whether `text` asks something rather than for something to be done."""
    return is_question(text.strip())
