"""Words that nobody knows, read as the known word they were meant to be."""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from hub.language.understanding.index import HomeIndex
from hub.language.understanding.lexicon.tables import Lexicon, Tag
from hub.language.understanding.tokens import MARKS, Token

# Shorter words are too easily something else.
SHORTEST = 4
# How alike a word must be to a word of a name, and to a word of the language.
ALIKE_NAME = 0.72
ALIKE_WORD = 0.78
_REPAIRED = frozenset({Tag.KIND, Tag.COLOR, Tag.PROPERTY, Tag.CHANGE, Tag.LEVEL})


def repaired(said: Sequence[Token], index: HomeIndex, lexicon: Lexicon) -> list[Token]:
    """Return the tokens with joined, split and misspelt words as the names have them."""
    known = _known_words(lexicon)
    found: list[Token] = []
    at = 0
    while at < len(said):
        token = said[at]
        word = lexicon.stem(token.text)
        following = said[at + 1].text if at + 1 < len(said) else ""
        whole = lexicon.stem(token.text + following)
        is_split = bool(following) and ((whole,) in index.by_area or (whole,) in index.by_name)
        if is_split and len(whole) > SHORTEST:
            found.append(Token(whole))
            at += 1
        elif _is_known(token, word, index, known):
            found.append(token)
        elif following and whole in index.vocabulary:
            found.append(Token(whole))
            at += 1
        else:
            found += _repair(token, word, index, lexicon)
        at += 1
    return found


def _is_known(token: Token, word: str, index: HomeIndex, known: frozenset[str]) -> bool:
    return (
        token.number is not None
        or token.text in MARKS
        or word in index.vocabulary
        or token.text in known
        or word in known
    )


def _repair(token: Token, word: str, index: HomeIndex, lexicon: Lexicon) -> list[Token]:
    if word in index.joined:
        return [Token(part) for part in index.joined[word]]
    if token.text in lexicon.common or word in lexicon.common or len(word) < SHORTEST:
        return [token]
    verb = _swapped(token.text, lexicon)
    if verb is not None:
        return [Token(verb)]
    name = _nearest(word, tuple(w for w in index.vocabulary if len(w) >= SHORTEST), ALIKE_NAME)
    near = _nearest(word, _repairable(lexicon), ALIKE_WORD)
    best = max((found for found in (name, near) if found), key=lambda f: f[1], default=None)
    if best is None:
        joint = _nearest(word, tuple(j for j in index.joined if len(j) > SHORTEST), ALIKE_WORD)
        return [Token(part) for part in index.joined[joint[0]]] if joint else [token]
    return [Token(best[0])]


def _swapped(word: str, lexicon: Lexicon) -> str | None:
    """Return the verb of which two letters were swapped; "star" is no "start"."""
    letters = sorted(word)
    found = [
        verb
        for verb in _verbs(lexicon)
        if len(verb) == len(word)
        and sorted(verb) == letters
        and DamerauLevenshtein.distance(verb, word) == 1
    ]
    return found[0] if len(found) == 1 else None


def _nearest(word: str, known: Sequence[str], least: float) -> tuple[str, float] | None:
    """Return the one known word that is alike enough; None where two are equally near."""
    if not known:
        return None
    alike = process.extract(
        word,
        known,
        scorer=DamerauLevenshtein.normalized_similarity,
        limit=2,
        score_cutoff=least,
    )
    alike = [found for found in alike if found[0][0] == word[0] or found[1] > ALIKE_WORD]
    if not alike or (len(alike) > 1 and alike[0][1] == alike[1][1]):
        return None
    text, score, _ = alike[0]
    if JaroWinkler.similarity(text, word) < ALIKE_WORD:
        return None
    return text, score


@lru_cache(maxsize=8)
def _known_words(lexicon: Lexicon) -> frozenset[str]:
    words = {word for phrase in lexicon.entries for word in phrase}
    units = {word for unit in lexicon.units for word in unit.split()}
    return frozenset(words | units | {lexicon.stem(word) for word in words})


@lru_cache(maxsize=8)
def _verbs(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(
        phrase[0]
        for phrase, entries in lexicon.entries.items()
        if len(phrase) == 1 and any(tag is Tag.VERB for tag, _ in entries)
    )


@lru_cache(maxsize=8)
def _repairable(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(
        phrase[0]
        for phrase, entries in lexicon.entries.items()
        if len(phrase) == 1
        and len(phrase[0]) > SHORTEST
        and any(tag in _REPAIRED for tag, _ in entries)
    )
