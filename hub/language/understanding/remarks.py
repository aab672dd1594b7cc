"""What people say around an order: fillers, second thoughts, reasons and remarks."""

import re

from hub.language.names import plain
from hub.language.questions.statements import is_statement
from hub.language.understanding.index import HomeIndex
from hub.language.understanding.lexicon.tables import Lexicon, Tag
from hub.language.understanding.tokens import tokens

_APART = re.compile(
    r"\s*(?:[,;!]|\.+(?=\s)|\s[-\u2013\u2014])\s+"
    r"|\s+(?=(?:because|cause|cos|coz|since) (?:i|we|it|he|she|they|the|my|our|there|im|its)\b)"
    r"|\s+(?:and|so) (?=(?:we could|could you|can you|please|would you)\b)"
)
_SECOND_THOUGHT = re.compile(
    r"^(?P<before>.*?)[,.]+\s*(?:(?:no,? wait|wait,? no|wait|sorry|whatever|never ?mind|anyway"
    r"|scratch that|forget it|hang on)\s*[,.]+\s*)+(?P<after>.+)$"
)
_REASON = re.compile(r"^(?:because|cause|cos|coz|since)\b\s*")
# "I left the light on in the bath": what "it" then means.
_LEFT = re.compile(
    r"^(?:oh |oops |and |so )*(?:i|we|you|he|she|they|someone|somebody)(?:'ve| have|'s| has)?"
    r" (?:just |also )?(?:left|forgot|forgotten) (?P<thing>(?:the|my|our) .+?)"
    r"(?: (?:on|off|open|running|unlocked|playing))?"
    r"(?P<where> (?:in|at|on|by|upstairs|downstairs)\b.*)?$"
    r"|^(?P<subject>(?:the|my|our) .+?) (?:is|are) (?:still )?(?:on|off|open|running|unlocked)$"
)
_POINTS = re.compile(r"\b(?:it|them)\b")
# What is told of the past may go on without a verb: "it was late, lights off, doors locked".
_PAST = re.compile(r"\b(?:was|were|had|did|came|went|used to|yesterday|once|thought|said)\b")


def without_ramblings(text: str, index: HomeIndex, lexicon: Lexicon) -> str:
    """Return a sentence without "um", "you know", and a beginning that was given up."""
    said = " ".join(text.casefold().replace("\u2019", "'").split())
    for pattern, instead in lexicon.ramblings:
        said = " ".join(pattern.sub(instead, said).split())
    thought = _SECOND_THOUGHT.match(said)
    if thought is not None and not _names_something(thought["before"], index, lexicon):
        said = thought["after"]
    return said.strip(" ,;") or text


def _names_something(text: str, index: HomeIndex, lexicon: Lexicon) -> bool:
    words = (lexicon.stem(token.text) for token in tokens(text, lexicon))
    return any(word in index.vocabulary for word in words)


def pieces_of(text: str) -> list[str]:
    """Return the pieces of a sentence between its marks, reasons apart."""
    return [piece for piece in _APART.split(text) if piece and piece.strip(" .!,")]


def is_wish(piece: str, lexicon: Lexicon) -> bool:
    """Tell whether a piece is a remark that wishes for something: "it's too dark"."""
    return any(pattern.search(piece) for pattern, _ in lexicon.wishes)


def is_remark(piece: str, lexicon: Lexicon) -> bool:
    """Tell whether a piece says something and wishes for nothing."""
    piece = _REASON.sub("", piece)
    return bool(lexicon.remarks.match(plain(piece))) or is_statement(piece)


def without_remarks(text: str, lexicon: Lexicon) -> str:
    """Return an order without the remarks before and after it: "it's dark, ..."."""
    pieces = pieces_of(text)
    kept = [p for p in pieces if not (is_wish(p, lexicon) or is_remark(p, lexicon))]
    if not kept or len(kept) == len(pieces):
        return text
    told = " ".join(piece for piece in pieces if piece not in kept)
    if _PAST.search(told) and not _begins_with_verb(kept[0], lexicon):
        return text
    left = _LEFT.match(pieces[0]) if pieces[0] not in kept else None
    if left is not None and len(kept) == 1 and _POINTS.search(kept[0]):
        kept.insert(0, left["subject"] or f"{left['thing']}{left['where'] or ''}")
    return ", ".join(kept)


def _begins_with_verb(text: str, lexicon: Lexicon) -> bool:
    words = [token.text for token in tokens(text, lexicon)]
    while words:
        for length in range(min(lexicon.longest, len(words)), 0, -1):
            tags = {tag for tag, _ in lexicon.entries.get(tuple(words[:length]), ())}
            if Tag.VERB in tags:
                return True
            if Tag.FILLER in tags:
                del words[:length]
                break
        else:
            return False
    return False
