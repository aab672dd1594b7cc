"""Words that sound like others, where only one of them makes sense: "a timer for to minutes"."""

import re

_NUMBERS = {
    "to": "2", "too": "2", "for": "4", "fore": "4", "ate": "8", "won": "1", "tree": "3", "sex": "6",
    "tin": "10", "tan": "10",
}  # fmt: skip
_ALIKE = "|".join(_NUMBERS)
_UNITS = r"(?:%|°|percent|per cent|degrees?|minutes?|mins?|seconds?|secs?|hours?|o'?clock)"
_BEFORE = (
    r"(?:to|for|by|at|in|after|within|another|every|a|an|the|my|add|remove|subtract|take|start"
    r"|set|and|of|about|around)"
)
_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_AFTER_TENS = re.compile(
    rf"\b({_TENS})[ -]({_ALIKE})(?=[.,!?]*$|[ -]{_UNITS}(?!\w))", re.IGNORECASE
)
_BEFORE_UNIT = re.compile(
    rf"\b({_BEFORE}) ({_ALIKE})(?=[ -](?:and a half )?{_UNITS}(?!\w))", re.IGNORECASE
)
_AT_END = re.compile(
    rf"\b(to|at|number|channel|level|position) ({_ALIKE})(?=[.!?]*$)", re.IGNORECASE
)
# No sentence begins with "our all".
_ARE = re.compile(r"^(?:our|hour|or)(?= (?:all|any|there|the|my)\b)", re.IGNORECASE)
_ONES = {"1": "one", "2": "two", "3": "three", "4": "four", "6": "six", "8": "eight", "10": "ten"}


def with_homophones(text: str) -> str:
    """Return an English sentence with numbers where only a number can be, and "are" where it asks.

    After a number a unit must follow, or nothing: "set it to for percent", "volume to ate".
    """
    said = _ARE.sub("are", text)
    said = _AFTER_TENS.sub(lambda m: f"{m[1]} {_ONES[_number(m[2])]}", said)
    said = _BEFORE_UNIT.sub(lambda m: f"{m[1]} {_number(m[2])}", said)
    return _AT_END.sub(lambda m: f"{m[1]} {_number(m[2])}", said)


def _number(word: str) -> str:
    return _NUMBERS[word.lower()]
