"""Facts about how warm it feels: it's cold, it gets hot outside, the nursery is too warm.

What counts as cold is a guess, so it is read back as a number of degrees.
"""

import re

from hub.language.later.facts import Fact, NotHere, Saying
from hub.language.later.number_facts import number_fact

# The word -> degrees Celsius outdoors and indoors, and on which side of them it is so.
_FELT = {
    "freezing": ("below", 0, 16), "cold": ("below", 10, 18), "chilly": ("below", 14, 19),
    "warm": ("above", 20, 23), "hot": ("above", 27, 26),
}  # fmt: skip
_SOMEHOW = r"(?:(?:still|already|really|very|too|so|quite|pretty|rather|a bit) )*"
_OUT = r"outside|outdoors|out there|out"
_IN = r"inside|indoors|in here|in the house"
_FEELS = re.compile(
    r"(?P<what>it|the weather|(?:the |my |our )?[\w' ]+?)"
    r"(?:(?P<is>(?: is|'s| feels| stays))|(?P<comes> gets| becomes| turns| is getting|'s getting)) "
    rf"{_SOMEHOW}(?P<felt>{'|'.join(_FELT)})(?: (?:(?P<out>{_OUT})|(?P<in>{_IN})))?"
)


def felt_fact(phrase: str, saying: Saying) -> Fact | None:
    """Return the fact about warmth that a phrase states; None if it states none.

    "It's cold" is about the weather where anything here knows of it, else about the rooms.

    Raises:
        NotHere: nothing here measures that.
    """
    match = _FEELS.fullmatch(phrase)
    if match is None:
        return None
    side, outdoors, indoors = _FELT[match["felt"]]
    verb = "gets" if match["comes"] else "is"
    what = match["what"]
    if what not in {"it", "the weather"}:
        return number_fact(f"{what} {verb} {side} {indoors} degrees", saying)
    if not match["in"]:
        try:
            return number_fact(f"it {verb} {side} {outdoors} degrees outside", saying)
        except NotHere:
            if match["out"] or what == "the weather":
                raise
    return number_fact(f"it {verb} {side} {indoors} degrees", saying)
