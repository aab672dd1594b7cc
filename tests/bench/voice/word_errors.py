"""Word error rates, with what is only spelling taken out on both sides.

Case and punctuation do not count; "40 %", "40%", "forty percent" are the same, so are "7:30" and
"seven thirty", "what's" and "what is", "colour" and "color". The rate is that of all words of all
sentences together: substituted, left out and put in, per word that was said (jiwer).
"""

import re
from collections.abc import Sequence

import jiwer

_SAME = {
    "colour": "color", "grey": "gray", "metre": "meter", "favourite": "favorite", "okay": "ok",
    "%": "percent", "°": "degrees", "per cent": "percent", "tv": "television", "t v": "television",
    "telly": "television", "what's": "what is", "who's": "who is", "where's": "where is",
    "how's": "how is", "it's": "it is", "i'm": "i am", "i'd": "i would", "there's": "there is",
    "that's": "that is", "isn't": "is not", "aren't": "are not", "don't": "do not",
    "can't": "can not", "cannot": "can not", "let's": "let us", "&": "and",
}  # fmt: skip
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBER = re.compile(r"\d+")
_DECIMAL = re.compile(r"(\d+)\.(\d+)")
_TIME = re.compile(r"\b(\d{1,2}):(\d\d)\b")
_SPELLING = re.compile(
    "|".join(
        rf"\b{re.escape(one)}\b" if one[0].isalpha() else re.escape(one)
        for one in sorted(_SAME, key=len, reverse=True)
    )
)


def word_error_rate(said: Sequence[str], heard: Sequence[str]) -> float:
    """Return the errors per word said, over all sentences; nothing heard is all left out."""
    pairs = [(plain(one), plain(other)) for one, other in zip(said, heard, strict=True)]
    pairs = [pair for pair in pairs if pair[0]]
    return jiwer.wer([one for one, _ in pairs], [other for _, other in pairs])


def plain(text: str) -> str:
    """Return the words of a text as they are compared."""
    text = text.casefold().replace("\u2019", "'")
    text = _TIME.sub(lambda m: f"{m[1]} {'' if m[2] == '00' else m[2]}", text)
    text = _DECIMAL.sub(lambda m: f"{m[1]} point {' '.join(m[2])}", text)
    text = _NUMBER.sub(lambda m: f" {spelled(int(m[0]))} ", text)
    text = _SPELLING.sub(lambda m: f" {_SAME[m[0]]} ", text)
    return " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)*", text))


def spelled(number: int) -> str:
    """Return a number in words; digit by digit beyond thousands, as one reads a code."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens - 2] + (f" {_ONES[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_ONES[hundreds]} hundred" + (f" {spelled(rest)}" if rest else "")
    if number < 10_000:
        thousands, rest = divmod(number, 1000)
        return f"{_ONES[thousands]} thousand" + (f" {spelled(rest)}" if rest else "")
    return " ".join(_ONES[int(digit)] for digit in str(number))
