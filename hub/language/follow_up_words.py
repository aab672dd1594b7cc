"""How people follow up on what was said before."""

import re
from typing import Literal

from hub.home.domains.light import COLORS
from hub.language.names import plain
from hub.language.wording import starts_with_verb
from hub.record import record

Kind = Literal["add", "correct", "more", "less", "again", "say", "never_mind"]

LONGEST_WORDS = 7


@record(frozen=True, slots=True)
class Follow:
    """A follow-up. `what`: the phrase it is about, or the sentence to say instead.

    `is_other`: the other one, or the rest of them (`is_rest`). `is_sure`: it can be nothing else.
    """

    kind: Kind
    what: str = ""
    is_other: bool = False
    is_rest: bool = False
    is_sure: bool = False


_POLITE = re.compile(
    r"^(?:(?:hey |ok |okay )?lares |please )+|(?: (?:please|thanks|thank you|bitte|por favor"
    r"|per favore|alsjeblieft|now))+$"
)
_AND = r"(?:(?:and|oh|also|plus|then|now|ok|okay|und|et|y|e|en) )*"
_NO = (
    r"(?:(?:no|nope|nah|sorry|oops|whoops|wait|actually|oh|hmm|uh|um|not that|not that one|wrong"
    r"|wrong (?:one|lamp|light|room)|my bad|correction) )*"
)
_WHAT = r"(?P<what>.+?)"

_ADDS = tuple(map(re.compile, (
    (rf"{_AND}(?:do )?(?:the )?same (?:thing )?(?:for|in|with|to|on|goes for|at) {_WHAT}"
    r"(?: too| as well| also)?"),
    (rf"{_AND}do (?:it|that|this|so|likewise) (?:for|in|with|to|on|at) {_WHAT}(?: too| as well"
    rf"| also)?"),
    rf"{_AND}likewise (?:for|in|with) {_WHAT}",
    rf"{_AND}{_WHAT} (?:too|as well|also|auch|aussi|también|anche|ook)",
)))  # fmt: skip
_MAYBE_ADDS = tuple(map(re.compile, (
    rf"(?:and )?(?:what|how) about {_WHAT}(?: then)?",
    rf"(?:and|und|et|y|e|en|also|plus) (?:(?:also|in|for|auch|anche) )*{_WHAT}",
)))  # fmt: skip
_CORRECTS = tuple(map(re.compile, (
    (rf"{_NO}(?:i|we) (?:meant|mean|said|was talking about)(?: to say)? {_WHAT}(?:"
    rf" instead)?"),
    rf"{_NO}not (?:the |that |this )?(?:\w+ ){{1,3}}?(?:but|i meant|i mean|rather) {_WHAT}",
    rf"(?:no |sorry )?not (?:that|this|it|that one|this one|him|those) {_WHAT}",
    rf"{_NO}{_WHAT} (?:instead|rather|i meant|i mean)",
    rf"{_NO}(?:rather|try|make that|make it) (?P<what>the .+?)",
)))  # fmt: skip
_MAYBE_CORRECTS = re.compile(
    r"(?:(?:no|nope|nah|oops|wait|sorry|actually|wrong (?:one|lamp|light|room)) )+"
    rf"(?:not that one )?{_WHAT}"
)
_WRONG = re.compile(
    rf"{_NO}(?:not that(?: one)?|(?:that's |thats )?(?:the )?wrong (?:one|lamp|light|room"
    rf"|blind|device))"
)
_OTHER = re.compile(
    rf"(?P<no>{_NO})(?P<and>{_AND})(?:i (?:meant|mean) )?(?:do )?(?:the |that )?other"
    r"(?: (?:one|lamp|light|blind|fan|switch|curtain|door|window|speaker|room))?"
    r"(?P<too> too| as well| also)?(?: instead)?"
)
_REST = re.compile(
    rf"{_AND}(?:do )?(?:all )?(?:of )?(?:the (?:rest|others|other ones)(?: of them)?|(?:all"
    rf" )?the other"
    r" (?:lamps|lights|blinds|fans|switches|curtains)|everything else)(?: too| as well| also)?"
)
_MORE = re.compile(
    r"(?:and )?(?:(?:just |even |still )?(?:a )?(?:bit|little|little bit|touch|tad|lot|much)"
    r" more|more"
    r"|even more|some more|still more|further|a bit further|keep going|go on|not enough"
    r"|that's not enough|thats not enough|more than that|again more|un peu plus|etwas mehr"
    r"|noch mehr"
    r"|un poco más|un po di più|iets meer|nog meer)"
)
_LESS = re.compile(
    r"(?:no )?(?:(?:just |even )?(?:a )?(?:bit|little|little bit|touch|tad|lot) less|less"
    r"|even less|too much"
    r"|that's too much|thats too much|not that much|not so much|not quite so much|too far"
    r"|that was too"
    r" much|un peu moins|etwas weniger|un poco menos|un po di meno|iets minder)"
)
_AGAIN = re.compile(
    r"(?:and )?(?:again|once more|once again|one more time|another time|(?:do|say|try|repeat)"
    r" (?:it|that|this)"
    r"(?: again| once more| one more time)?|do the same(?: thing)? again|same again|repeat"
    r"|try again"
    r"|noch ?mal|encore(?: une fois)?|otra vez|ancora|nog een keer|opnieuw)"
)
_NEVER_MIND = re.compile(
    r"(?:oh |ok |okay |no |nah |well )*(?:never ?mind(?: that| it| me)?|forget (?:it|that|about it)"
    r"|don't bother|dont bother|no worries|nothing|it's nothing|its nothing|leave it|no thanks"
    r"|no thank you|scrap that|scratch that|as you were|vergiss es|schon gut|laisse tomber|déjalo"
    r"|olvídalo|lascia stare|lascia perdere|laat maar)"
)
_PLAIN: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("more", _MORE), ("less", _LESS), ("again", _AGAIN),
)  # fmt: skip
_BACK = re.compile(r"(?:and |now |then )*(?:back )?(?P<state>on|off)(?: again)?")
_VERB_AGAIN = re.compile(
    r"(?:and |now |then )*(?P<verb>open|close|shut|lock|unlock|stop|start|pause|dim|brighten)"
    r"(?: back up| again| back)?"
)
_COMPARED = (
    r"brighter|dimmer|darker|lighter|warmer|cooler|colder|hotter|louder|quieter|softer|higher|lower"
    r"|faster|slower|up|down"
)
_COMPARATIVE = re.compile(
    rf"(?:and |now )*(?P<how>(?:(?:a |just a |even a )?(?:bit|little|little bit|tad|touch"
    rf"|lot) |much |even"
    rf" |slightly |still )?(?:{_COMPARED}))"
)
_TOO = re.compile(
    r"(?:(?:no|still|now|hmm|oh|it's|its|that's|thats|that is|it is|they're|theyre|they are) )*"
    r"(?:a (?:bit|little) |still |way |far |much )?too (?P<how>bright|dark|dim|loud|quiet"
    r"|warm|hot|cold|cool"
    r"|high|low|fast|slow)(?: now| still)?"
)
_OPPOSITES = {
    "bright": "darker", "dark": "brighter", "dim": "brighter", "loud": "quieter",
    "quiet": "louder", "warm": "cooler", "hot": "cooler", "cold": "warmer", "cool": "warmer",
    "high": "lower", "low": "higher", "fast": "slower", "slow": "faster",
}  # fmt: skip
_VALUE = re.compile(
    r"(?:(?:to|at|make (?:it|that|them)|set (?:it|that|them) to|on) )?"
    r"(?P<value>\d+(?: ?(?:percent|degrees|%|°))?(?: (?:celsius|fahrenheit))?|half|full|max|maximum"
    r"|minimum|(?:warm|cool|cold|dark|light|bright) (?:white|blue|green|red))"
)
_NOT_A_THING = frozenset({
    "i", "you", "he", "she", "we", "they", "what", "why", "how", "when", "who", "is", "are",
    "was", "were", "do", "does", "did", "can", "could", "if", "because", "thanks", "thank",
    "problem", "way", "idea", "yes", "no", "ok", "so", "that's", "thats", "it", "that", "this",
    "them", "please", "don't", "dont", "not", "never", "stop", "wait",
})  # fmt: skip


def read(text: str) -> Follow | None:  # noqa: PLR0911 - one return a kind
    """Return the follow-up that a sentence is by its words; None if it stands for itself."""
    said = _POLITE.sub("", plain(text)).strip()
    if not said or len(said.split()) > LONGEST_WORDS + 3:
        return None
    if _NEVER_MIND.fullmatch(said) or _NEVER_MIND.fullmatch(plain(text)):
        return Follow("never_mind")
    for kind, pattern in _PLAIN:
        if pattern.fullmatch(said):
            return Follow(kind)
    spoken = _spoken(said)
    if spoken is not None:
        return Follow("say", spoken)
    if _REST.fullmatch(said):
        return Follow("add", is_other=True, is_rest=True, is_sure=True)
    other = _OTHER.fullmatch(said)
    if other is not None:
        is_added = bool(other["too"] or other["and"]) and not other["no"]
        return Follow("add" if is_added else "correct", is_other=True, is_sure=True)
    if _WRONG.fullmatch(said):
        return Follow("correct", is_other=True, is_sure=True)
    return _about(said)


def _spoken(said: str) -> str | None:
    """Return the full sentence of one that leaves "it" out: "brighter", "off again"."""
    back = _BACK.fullmatch(said)
    if back is not None:
        return f"turn it {back['state']}"
    verb = _VERB_AGAIN.fullmatch(said)
    if verb is not None and said not in {"stop", "start", "pause"}:
        return f"{verb['verb']} it"
    more = _COMPARATIVE.fullmatch(said)
    if more is not None:
        turn = (
            "turn"
            if more["how"].endswith((" up", " down")) or more["how"] in {"up", "down"}
            else "make"
        )
        return f"{turn} it {more['how']}"
    too = _TOO.fullmatch(said)
    if too is not None:
        return f"make it {_OPPOSITES[too['how']]}"
    return None


def _about(said: str) -> Follow | None:
    for pattern in _CORRECTS:
        match = pattern.fullmatch(said)
        if match is not None:
            return _correction(match["what"], is_sure=True)
    for pattern in _ADDS:
        match = pattern.fullmatch(said)
        if match is not None and _is_thing(match["what"]):
            return Follow("add", match["what"], is_sure=True)
    match = _MAYBE_CORRECTS.fullmatch(said)
    if match is not None:
        return _correction(match["what"], is_sure=False)
    for pattern in _MAYBE_ADDS:
        match = pattern.fullmatch(said)
        if match is not None and _is_thing(match["what"]):
            return Follow("add", match["what"])
    return None


def _correction(what: str, *, is_sure: bool) -> Follow | None:
    """Return a correction of the thing meant, or of the value."""
    value = _VALUE.fullmatch(what)
    if value is not None:
        return Follow("say", f"set it to {value['value']}")
    if what in COLORS:
        return Follow("say", f"make it {what}")
    if what in {"on", "off"}:
        return Follow("say", f"turn it {what}")
    return Follow("correct", what, is_sure=is_sure) if _is_thing(what) else None


def _is_thing(what: str) -> bool:
    words = what.split()
    if not words or len(words) > LONGEST_WORDS or starts_with_verb(what):
        return False
    return words[0] not in _NOT_A_THING
