"""What the generator can say in a language: names, places and phrasings, from `words/*.yaml`.

A fixed share of the entries is held out by a checksum of their text, so that evaluation meets
names and phrasings that no training sample had.
"""

import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from ruamel.yaml import YAML

from hub.record import record

LANGUAGES = ("en", "de", "fr", "es", "it", "nl")
HELD_OUT_ONE_IN = 8
LEAST_TO_SPLIT = 5

T = TypeVar("T")

_FOLDER = Path(__file__).parent / "words"


@record(frozen=True, slots=True)
class Noun:
    """What something may be called, the ways to say it with article; the first one names it."""

    ways: tuple[str, ...]
    name: str


@record(frozen=True, slots=True)
class Place:
    """A room or a floor: its name and the ways to say that something is there."""

    name: str
    ways: tuple[str, ...]


@record(frozen=True, slots=True)
class Words:
    """Everything of one language; `raw` holds the tables of phrasings as the file has them."""

    language: str
    rooms: Mapping[str, tuple[Place, ...]]
    floors: Mapping[str, tuple[Place, ...]]
    things: Mapping[str, tuple[Noun, ...]]
    raw: Mapping[str, Any]

    def phrases(self, table: str, key: str) -> Sequence[str]:
        """Return the phrasings of `table` for `key`; none if the language has none."""
        found: Sequence[str] = self.raw.get(table, {}).get(key, ())
        return found


@cache
def load_words(language: str) -> Words:
    """Return the words of one of `LANGUAGES`."""
    path = _FOLDER / f"{language}.yaml"
    raw = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    articles = tuple(raw["articles"])
    return Words(
        language=language,
        rooms={level: tuple(map(_place, lines)) for level, lines in raw["rooms"].items()},
        floors={level: tuple(map(_place, lines)) for level, lines in raw["floors"].items()},
        things={
            kind: tuple(_noun(line, articles) for line in lines)
            for kind, lines in raw["things"].items()
        },
        raw=raw,
    )


def split(items: Sequence[T], text_of: Callable[[T], str]) -> tuple[list[T], list[T]]:
    """Return the items to train on and the ones kept out of training; of few, none is kept out."""
    if len(items) < LEAST_TO_SPLIT:
        return list(items), []
    fresh = [item for item in items if _is_held_out(text_of(item))]
    return [item for item in items if item not in fresh], fresh


def _is_held_out(text: str) -> bool:
    return zlib.crc32(text.encode()) % HELD_OUT_ONE_IN == 0


def without_article(text: str, articles: Sequence[str]) -> str:
    """Return `text` without the article it begins with."""
    for article in articles:
        if text.startswith(f"{article} ") or (article.endswith("'") and text.startswith(article)):
            return text[len(article) :].strip()
    return text


def _place(line: str) -> Place:
    name, *ways = (part.strip() for part in line.split("|"))
    return Place(name, tuple(ways))


def _noun(line: str, articles: Sequence[str]) -> Noun:
    ways = tuple(part.strip() for part in line.split(" / "))
    return Noun(ways, without_article(ways[0], articles))
