"""Which word may follow which in the commands of a language, by the templates of its sentences."""

import itertools
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import home_assistant_intents

from hub.language.sentences import extra_sentences
from hub.record import record

START, END = "^", "$"
# Whatever stands in a list: a name, a number, free words.
ANYTHING = "*"
SYMBOLS = frozenset({START, END, ANYTHING})
_NO_TEMPLATE = frozenset({"slots", "requires_context", "excludes_context", "response", "metadata"})
_TOKEN = re.compile(r"[\[\]()|;]|<[^>]*>|\{[^}]*\}|[^\W_]+(?:['’.-][^\W_]+)*")  # noqa: RUF001
# "light[s]" and "batter(y|ies)": the word with and without its ending.
_OPTIONAL_END = re.compile(r"([^\W_]+)\[([^\W_]+)\]")
_ENDS = re.compile(r"([^\W_]+)\(([^\W_]*(?:\|[^\W_]*)+)\)")
_DEEPEST = 12


@record(frozen=True, slots=True)
class _Part:
    """A piece of a template: the words it may begin and end with, and the pairs within it."""

    first: frozenset[str] = frozenset()
    last: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()
    may_be_empty: bool = True

    def then(self, other: "_Part") -> "_Part":
        between = frozenset(itertools.product(self.last, other.first))
        return _Part(
            self.first | other.first if self.may_be_empty else self.first,
            other.last | self.last if other.may_be_empty else other.last,
            self.pairs | other.pairs | between,
            self.may_be_empty and other.may_be_empty,
        )

    def either(self, other: "_Part") -> "_Part":
        return _Part(
            self.first | other.first,
            self.last | other.last,
            self.pairs | other.pairs,
            self.may_be_empty or other.may_be_empty,
        )


_NOTHING = _Part()


def _word(text: str) -> _Part:
    return _Part(frozenset({text}), frozenset({text}), may_be_empty=False)


@lru_cache(maxsize=8)
def word_pairs(language: str) -> frozenset[tuple[str, str]]:
    """Return the pairs of words that stand side by side in a language's commands.

    It takes some 500 ms once, and reads files.
    """
    data = home_assistant_intents.get_intents(language)
    if data is None:
        return frozenset()
    whole = extra_sentences(data, language)
    reader = _Reader(whole.get("expansion_rules") or {})
    pairs: set[tuple[str, str]] = set()
    for template in set(_sentences(whole.get("intents"))):
        part = _word(START).then(reader.read(template)).then(_word(END))
        pairs |= part.pairs
    return frozenset(pairs)


def _sentences(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key == "sentences":
                yield from (text for text in value if isinstance(text, str))
            elif key not in _NO_TEMPLATE:
                yield from _sentences(value)
    elif isinstance(node, list):
        for value in node:
            yield from _sentences(value)


class _Reader:
    """Reads templates; rules they refer to are read once."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        self._rules = rules
        self._read: dict[str, _Part] = {}
        self._depth = 0

    def read(self, template: str) -> _Part:
        """Return a template's words and pairs."""
        said = _OPTIONAL_END.sub(r"(\1|\1\2)", template.casefold())
        said = _ENDS.sub(lambda m: f"({'|'.join(m[1] + end for end in m[2].split('|'))})", said)
        tokens = _TOKEN.findall(said)
        return self._either(tokens, 0)[0]

    def _either(self, tokens: list[str], at: int) -> tuple[_Part, int]:
        """Read up to the end of a group: alternatives, or parts in any order."""
        whole, at = self._row(tokens, at)
        while at < len(tokens) and tokens[at] in "|;":
            mark = tokens[at]
            other, at = self._row(tokens, at + 1)
            whole = (
                whole.either(other) if mark == "|" else whole.then(other).either(other.then(whole))
            )
        return whole, at

    def _row(self, tokens: list[str], at: int) -> tuple[_Part, int]:
        row = _NOTHING
        while at < len(tokens) and tokens[at] not in "|;)]":
            piece = tokens[at]
            if piece in "([":
                part, at = self._either(tokens, at + 1)
                row = row.then(part.either(_NOTHING) if piece == "[" else part)
            elif piece[0] == "<":
                row = row.then(self._rule(piece[1:-1]))
            else:
                row = row.then(_word(ANYTHING if piece[0] == "{" else piece))
            at += 1
        return row, at

    def _rule(self, name: str) -> _Part:
        found = self._read.get(name)
        if found is None:
            if self._depth > _DEEPEST:
                return _word(ANYTHING)
            self._depth += 1
            template = self._rules.get(name) or self._rules.get(name.rpartition(".")[2])
            found = self.read(template) if template else _word(ANYTHING)
            self._depth -= 1
            self._read[name] = found
        return found
