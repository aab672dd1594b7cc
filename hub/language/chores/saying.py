"""A sentence made plain for the stage of chores: lower case, without courtesies and marks."""
# ruff: noqa: E501 (a pattern is easier to read on one line)

import re

from hub.language.wording import base_language, is_question, without_courtesies

_MARKS = re.compile(r"[!?;:\"“”«»„()\[\]]+|\.(?!\d)|,(?!\d)")
_START = re.compile(
    r"^(?:(?:and|so|then|now|also|just|alright|all right|right|oh|hmm|actually|wait(?! (?:\d|an?\b|for|until|till|half|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty))|no wait|lares)"
    r" |(?:can|could|would|will) (?:you|we) (?:please )?|can i (?:please )?|could i (?:please )?"
    r"|would you mind |i(?:'d| would) like (?:you )?to (?!know)|i want (?:you )?to (?!know)"
    r"|i need (?:you )?to (?!know)"
    r"|let's |lets |go ahead and |please |quickly |kindly )+"
)
_END = re.compile(
    r"(?: (?:please|thanks|thank you|for me|now|right now|will you|would you|again please|too"
    r"|if you can|if possible))+$"
)
# How people run words together, and the words in full.
_SHORT = {
    "gimme": "give me", "lemme": "let me", "wanna": "want to", "gonna": "going to",
    "gotta": "have to", "whats": "what is", "hows": "how is", "whens": "when is",
    "what've": "what have", "when's": "when is", "how's": "how is", "long's": "long is",
    "much's": "much is", "longer's": "longer is", "time's": "time is", "many's": "many is",
    "weeknite": "weeknight", "tmrw": "tomorrow", "tmr": "tomorrow", "tomorow": "tomorrow",
    "tommorow": "tomorrow", "tommorrow": "tomorrow", "tonite": "tonight", "evry": "every",
}  # fmt: skip
_SHORT_WORDS = re.compile(rf"(?<![\w'])(?:{'|'.join(_SHORT)})(?![\w'])")
# Sounds that mean nothing; "like" and "say" only before a number.
_FILLERS = re.compile(
    r"(?<![\w'])(?:u+h+|u+m+|er+m*|hm+|basically)(?![\w'])"
    r"|(?<=\d)-?ish\b|(?<=one|two|six|ten)-?ish\b|(?<=four|five|nine)-?ish\b"
    r"|(?<=three|seven|eight)-?ish\b|(?<=eleven|twelve)-?ish\b"
    r"|(?<!would )(?<!'d )(?<!i )\b(?:like|let's say|say|maybe)\b (?=(?:(?:about|around|at) )?(?:\d"
    r"|an? (?:hour|minute|half)|half an?|one\b|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety))"
)
ENGLISH = "en"


def is_english(language: str) -> bool:
    """Tell whether sentences of `language` are read here."""
    return base_language(language) == ENGLISH


def said_plainly(text: str) -> str:
    """Return `text` in lower case, without courtesies, quotation marks and punctuation."""
    said = without_courtesies(text.replace("\u2019", "'")).casefold()
    said = " ".join(_MARKS.sub(" ", said.replace(":", "\0")).replace("\0", ":").split())
    said = _SHORT_WORDS.sub(lambda match: _SHORT[match.group()], said)
    said = " ".join(_FILLERS.sub(" ", said).split())
    return _END.sub("", _START.sub("", f"{said} ").strip()).strip()


def asks(text: str) -> bool:
    """Tell whether `text` asks something rather than for something to be done."""
    return is_question(text.strip())
