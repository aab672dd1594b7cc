"""What a YAML text may hold, counted before it is parsed, so that no file takes long to read.

ruamel takes some 50 µs a value, and for keys that `<<` merges the square of how often they are.
"""

import re
from collections.abc import Iterator
from itertools import islice

# More than any such file that a person writes: a thousand policies.
LARGEST = 150_000
MOST_MARKS = 8_000
MOST_COPIED = 40_000
MOST_MERGED = 1_000_000
DEEPEST = 100
# Every value but the first stands after one of these, or is the key before a colon.
_MARK = re.compile(r"[,:\[{]|[-?](?=\s|$)")
_ALIAS = re.compile(r"(?:^|(?<=[\s\[{,:]))\*[^\s,\[\]{}]", re.MULTILINE)
# "<<", or tags that may come to mean it.
_MERGE = re.compile(r"<<|!!|!<|^%", re.MULTILINE)


def too_much(text: str) -> tuple[int, str] | None:
    """Return the line, from 1, from which on a text holds too much, and what to do; or None."""
    if len(text) > LARGEST:
        return 1, f"larger than {LARGEST // 1000} kB"
    for at, message in (_too_deep(text), _too_many(text), _too_merged(text)):
        if at is not None:
            return text.count("\n", 0, at) + 1, message
    return None


def _too_deep(text: str) -> tuple[int | None, str]:
    """Look for what would overrun the parser's stack."""
    depth = 0
    for bracket in re.finditer(r"[\[\]{}]", text):
        depth = depth + 1 if bracket[0] in "[{" else max(0, depth - 1)
        if depth > DEEPEST:
            return bracket.start(), f"more than {DEEPEST} levels; write it flatter"
    return None, ""


def _too_many(text: str) -> tuple[int | None, str]:
    return _start(_MARK.finditer(text), MOST_MARKS), "too many values in one file; write fewer"


def _too_merged(text: str) -> tuple[int | None, str]:
    if not _MERGE.search(text):
        return None, ""
    keys = text.count(":")
    most = int(min(MOST_COPIED / (keys + 1), (MOST_MERGED / (keys + 1)) ** 0.5))
    found = "too many YAML aliases (*) in a file that merges keys (<<); write them out"
    return _start(_ALIAS.finditer(text), most), found


def _start(matches: Iterator[re.Match[str]], after: int) -> int | None:
    """Return where the first match after so many is, if there are more."""
    match = next(islice(matches, after, None), None)
    return match.start() if match is not None else None
