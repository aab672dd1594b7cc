"""What people leave unsaid in a sentence with a when: the unit of "in 45", the "then" of a comma."""
# ruff: noqa: E501 (a pattern is easier to read on one line)

import re

from hub.home.home import Home
from hub.language.later.clauses import VERBS
from hub.language.names import plain

_NUMBER = (
    r"\d{1,3}|(?:twenty|thirty|forty|fifty)(?:[ -]five)?|one|two|three|four|five|six|seven|eight|nine"
    r"|ten|eleven|twelve|fifteen|sixty|ninety"
)
_BARE_IN = re.compile(
    rf"(?:^|(?<= ))in (?:about |around )?(?P<number>{_NUMBER})"
    rf"(?=$| (?:please )?(?:{'|'.join(dict.fromkeys(VERBS))})\b)"
)
# "when it gets dark, porch light on": the order begins after the comma.
_COMMA = re.compile(
    r"^(\s*(?:when|whenever|if|once|as soon as|every time|each time)\b[^,]+),"
    r"(?=\s+(?!(?:and|or|but|then|if|when|unless)\b)\w)", re.IGNORECASE,
)  # fmt: skip
_BACK = (
    r" (?:and then|and|then) (?:{when} )?(?:(?:turn|switch|put) )?(?:it |them )?(?:back )?"
    r"(?P<state>on|off|open|close|shut)(?: it| them)?(?: again)?{after}"
)
_BACKS = tuple(map(re.compile, (
    _BACK.format(when=r"(?!x)", after=r" (?:after|in) (?P<n><\d>)(?: later)?$"),
    _BACK.format(when=r"(?:after )?(?P<n><\d>)(?: later)?", after="$"),
)))  # fmt: skip
_OPPOSITES = {"on": "off", "off": "on", "open": "close|shut", "close": "open", "shut": "open"}


# "remind me when I get home to take the meat out": what to say comes after its condition.
_REMINDED = re.compile(
    r"^(?P<remind>(?:remind|tell|nudge|ping) (?:me|us)) (?P<when>(?:when|as soon as|once|the moment|next time) .+?"
    r"(?<!get)(?<!gets)(?<!go)(?<!goes)(?<!come)(?<!comes)(?<!close)(?<!next)(?<!back)) to (?P<text>.+)$"
)
_SAME = tuple((re.compile(pattern), same) for pattern, same in (
    (r"\bfirst thing tomorrow(?: morning)?\b", "tomorrow morning"),
    (r"\bfirst thing(?: in the morning)?\b", "in the morning"),
    (r"\barvo\b", "afternoon"),
    (r"\bat the end of the day\b", "in the evening"),
    (r"\bat the crack of dawn\b", "at dawn"),
))  # fmt: skip


def in_usual_words(said: str) -> str:
    """Return a plain sentence with the usual words, and the usual order, for its when."""
    for pattern, same in _SAME:
        said = pattern.sub(same, said)
    return _REMINDED.sub(r"\g<remind> to \g<text> \g<when>", said)


def with_then(text: str) -> str:
    """Return a sentence with "then" for the comma that ends its condition."""
    return _COMMA.sub(r"\1 then", text)


def with_unit(said: str, home: Home) -> str:
    """Return a plain sentence with minutes where a bare number says how soon: "fan off in 45".

    A number that names a room stays one.
    """
    match = _BARE_IN.search(said)
    places = {plain(name) for area in home.areas.values() for name in (area.name, *area.aliases)}
    if match is None or plain(match["number"]) in places:
        return said
    return f"{said[: match.end()]} minutes{said[match.end() :]}"


def for_a_while(text: str) -> str:
    """Return "turn it on and off again after <0>" of a masked text as "turn it on for <0>"."""
    for pattern in _BACKS:
        match = pattern.search(text)
        if match is None:
            continue
        before = text[: match.start()]
        opposite = rf"\b(?:{_OPPOSITES[match['state']]})\b"
        if re.search(opposite, before) and not re.search(rf"\b{match['state']}\b", before):
            return f"{before} for {match['n']}"
    return text
