"""Spelled-out numbers, by the rules of the Unicode CLDR (package unicode-rbnf)."""

from functools import cache

from unicode_rbnf import RbnfEngine

MOST = 100
_ONES = {
    "de": ("ein", "eins", "eine", "einer", "einem"), "es": ("una", "un"), "fr": ("une",),
    "it": ("una", "un'", "un"), "nl": ("één", "een"),
}  # fmt: skip
_MORE = {"de": {"hundert": MOST}}


@cache
def spelled(language: str) -> dict[str, int]:
    """Return the numbers from 1 to 100 by how they are written, in lower case."""
    engine = RbnfEngine.for_language(language)
    found = dict.fromkeys(_ONES.get(language, ()), 1) | _MORE.get(language, {})
    for number in range(1, MOST + 1):
        for text in engine.format_number(number).text_by_ruleset.values():
            plain = text.replace("\N{SOFT HYPHEN}", "").lower()
            if not plain[0].isdecimal():
                found.setdefault(plain, number)
    return found
