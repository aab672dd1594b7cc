"""A sentence as people type it, out of what speech to text wrote; no word is guessed at."""

import re
from collections.abc import Mapping
from functools import cache

from hub.language.heard.noise import without_noise
from hub.language.names import plain
from hub.language.wording import base_language

_FILLERS: Mapping[str, str] = {
    "en": r"u+[hm]+|e+r+m*|h+m+m*|a+h+m*|you know|i mean",
    "de": r"ä+h+m*|ö+h+m*|h+m+|also äh|e+h+m*",
    "fr": r"e+u+h+|b[eu]n euh|h+m+",
    "es": r"e+h+m*|h+m+|este eh|pues eh",
    "it": r"e+h+m*|h+m+|cioè eh",
    "nl": r"e+h+m*|u+h+m*|h+m+",
}
# What a satellite listens for may be left at the start of what it recorded.
_CALLED = re.compile(
    r"^(?:(?:hey|hi|ok|okay|hello|hallo|salut|hola|ciao)[\s,]+)?"
    r"(?:lares|laris|larez|lar[eé]s|nabu|na[bp]oo|jarvis|mycroft|rhasspy|alexa|computer)\b[\s,.!:]*",
    re.IGNORECASE,
)
_ALIKE_UNITS = re.compile(
    r"\b(degree|minute|second|hour|percent|kelvin)'s\b(?!\s+\w)", re.IGNORECASE
)
_AND_HALF = re.compile(
    r"\band (?:a )?(?:one half|half)(?= (?:hours?|minutes?|seconds?|degrees?)\b)", re.IGNORECASE
)
_SLASHED = re.compile(r"\b(one|1|three|3) ?slash ?(two|to|too|2|four|4)\b", re.IGNORECASE)
_FIGURES = {"one": "1", "two": "2", "to": "2", "too": "2", "three": "3", "four": "4"}
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SPACED_SIGN = re.compile(r"(?<=\d)\s+(?=[%°])")
_CLOCK = re.compile(r"\b(\d{1,2})[ .h](?=[0-5]\d ?(?:[ap]\.?\s?m\b))", re.IGNORECASE)


def tidied(text: str, language: str = "en") -> str:
    """Return a sentence without noise, fillers, names that call and phrases said twice.

    Doing it again changes nothing.
    """
    said, before = text, None
    while said != before:
        said, before = _once(said, base_language(language)), said
    return said


def _once(text: str, language: str) -> str:
    said = " ".join(without_noise(text, language).split())
    said = _fillers(language).sub(" ", said)
    said = _CALLED.sub("", " ".join(said.split()).lstrip(" ,.;:!-…"))
    said = _ALIKE_UNITS.sub(lambda found: f"{found[1].removesuffix('s')}s", said)
    said = _SPACED_SIGN.sub("", said)
    if language == "en":
        said = _THOUSANDS.sub("", _HYPHEN.sub(" ", said))
        said = _CLOCK.sub(r"\1:", said)
        said = _SLASHED.sub(lambda found: f"{_figure(found[1])}/{_figure(found[2])}", said)
        said = _AND_HALF.sub("and a half", said)
    return _once_only(" ".join(said.split()))


def _figure(word: str) -> str:
    return _FIGURES.get(word.lower(), word)


@cache
def _fillers(language: str) -> re.Pattern[str]:
    words = _FILLERS.get(language, _FILLERS["en"])
    return re.compile(rf"(?:^|(?<=[\s,.;]))(?:{words})(?:[,.…]+|(?=\s)|$)", re.IGNORECASE)


def _once_only(text: str) -> str:
    """Return a text without phrases that are said twice in a row; single words may be meant."""
    words = text.split()
    keys = [plain(word) for word in words]
    length = len(words) // 2
    while length > 1:
        for at in range(len(words) - 2 * length + 1):
            if keys[at : at + length] == keys[at + length : at + 2 * length]:
                del words[at : at + length], keys[at : at + length]
                length = min(length, len(words) // 2) + 1
                break
        length -= 1
    return " ".join(words)
