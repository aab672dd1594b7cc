"""PINs as people say and type them, and as they are heard: "1234", "12:34", "1 to 3 4".

Generous on purpose: what may be a PIN is compared with one and then forgotten, what is taken for a
sentence is kept.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from hub.language.names import plain
from hub.language.spoken_digits import digits_of, is_digit
from hub.record import record

_DIGITS = {
    "zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_PIN = re.compile(r"[0-9]{3,16}", re.ASCII)
_BETWEEN = re.compile(r"[^\w]+")
_SHORTEST = 4
# A sentence with a number in it ("set the alarm to 0630 tomorrow") has more words than this.
_MOST_OTHER_WORDS = 5
_CODES = "code codes codice código codigo clave kode"
_CALLED_SO = f"pin pins pincode passcode geheimzahl {_CODES}"
_SAID_AROUND = (
    "the is it its s my sorry number numbers please ok okay yes yeah um uh er erm hm well so and"
    " then thats digits hey lares p m am pm oclock"
    " die der das mein meine ist lautet nummer bitte ja und uhr äh ähm also"
    " le la mon est cest voici oui numéro et euh sil te vous plaît"
    " el mi es son número numero por favor y sí si"
    " il mio è e per favore sì"
    " de het mijn alstublieft alsjeblieft en"
)
CALLED = frozenset(_CALLED_SO.split())
# There are other codes: "add the code 4711 to the shopping list".
CODES = frozenset(_CODES.split())
_COURTESY = (
    "please thanks thank you now bitte danke jetzt merci sil te vous plaît por favor gracias"
    " per favore grazie alsjeblieft alstublieft"
)
COURTEOUS = frozenset(_COURTESY.split())
# Between the word for it and the digits: "my PIN number is".
_INTRODUCES = "is its s number nummer lautet ist est c es è numéro numero"
INTRODUCING = frozenset(_INTRODUCES.split())
AROUND = CALLED | frozenset(_SAID_AROUND.split())
# Before the word for it: "with my PIN", "and the code is".
_LEADS = (
    "with using use by via and the my so here heres this is its please"
    " mit per und die der dem den das mein meine meinem meiner"
    " avec et le la mon ma con y el mi e il mio met en de het mijn"
)
LEADING = frozenset(_LEADS.split())
_JOINS = "and then to und dann et puis y luego e poi en dan"
JOINING = frozenset(_JOINS.split())
# Said in one breath with the order: "unlock the front door 1 2 3 4".
_WANT_PINS = re.compile(
    r"\b(?:un(?:lock|latch)|disarm|arm (?:it|(?:\w+ ){0,3}(?:alarm|house|home|system))\b"
    r"|open (?:\w+ ){0,3}(?:gate|garage)"
    r"|entriegel|entsperr|aufschlie|aufgeschloss|entschärf|unscharf"
    r"|déverrouill|désarm|desarm|desbloque|sblocca|disarm|disinser|ontgrendel|ontwapen"
    r"|uitschakel"
    r"|(?:schlie(?:ß|ss)|sperr)\w* (?:\w+ ){0,4}auf\b"
    r"|let (?:me|us) (?:back )?in\b|lass (?:mich|uns) (?:\w+ ){0,2}(?:he)?rein"
    r"|laisse ?(?:moi|nous) (?:r?entrer)|déja(?:me|nos) (?:entrar|pasar)"
    r"|(?:fammi|facci|lasciami|lasciaci) entrare|laat (?:me|mij|ons) (?:\w+ ){0,2}(?:in|binnen)\b)"
)
# With the PIN at their end only: "turn off the alarm 4711", "turn on the oven 4711".
_ALARMS = re.compile(r"al+arm|\bsir[eè]n|antifurto")
_OFF = re.compile(
    r"\b(?:off|disable|deactivate|stop|silence"
    r"|aus\w*|ab|abschalt\w*|abstell\w*|deaktivier\w*|stopp\w*|beende\w*"
    r"|étei\w*|désactive\w*|coupe\w*|arrête\w*|apag\w*|desactiv\w*|quita\w*"
    r"|spegn\w*|spengi|disattiv\w*|togli\w*|ferma\w*|uit\w*|af|deactiveer\w*)\b"
)
_HEATERS = re.compile(
    r"\b(?:ovens?|stoves?|cookers?|hobs?|heaters?|heating|boiler|\w*ofen|herd|\w*herd|heiz\w*"
    r"|le four|cuisinière|plaques?|chauffage|radiateurs?|horno|estufa|calefac\w*|forno|fornell\w*"
    r"|stufa|riscaldamento|fornuis|kachel|verwarming)\b"
)
_ON = re.compile(
    r"\b(?:on|start\w*|preheat|activate|an|ein|anschalt\w*|einschalt\w*|anmach\w*|allum\w*"
    r"|démarre\w*|enciend\w*|encender|prend\w*|accend\w*|aan\w*|inschakel\w*)\b"
)
_OPENS = re.compile(
    r"\b(?:open\w*|öffn\w*|auf|aufmach\w*|ouvr\w*|abr[aei]\w*|apr[ia]\w*|safe|tresor|vault)\b"
)
# What may be done with a code.
_ACTS = re.compile(
    r"\b(?:turn|switch|activate|deactivate|enable|disable|arm|start|stop|close|set off"
    r"|schalt\w*|mach|aktivier\w*|deaktivier\w*|allum\w*|étei\w*|activ\w*|enciend\w*|apag\w*"
    r"|accend\w*|spegn\w*|attiv\w*|zet|schakel\w*|activeer)\b"
)
# No number is gone up to: "schließ die Haustür auf 4711".
_SEPARATED = re.compile(
    r"\b(?:schlie(?:ß|ss)|sperr)\w* (?:\w+ ){0,4}auf$"
    r"|\bmach\w* (?:\w+ ){0,2}\w*(?:tür|tor|garage) auf$"
    r"|\b(?:schalt|stell)\w* (?:\w+ ){0,3}\w*alarm\w* ab$"
)
# While somebody speaks, the words so far are shown: hidden from the first digit on.
_INTRODUCED = re.compile(
    r"\b(?:pin|pincode|passcode|geheimzahl) (?:code |nummer |number )?"
    r"(?:is|ist|lautet|est|es|è|its|s) (\w+)"
)
# Where the order itself was heard badly ("I'm off the front door 1 2 3 4"), what it is about is
# often left.
_ABOUT_DOORS = re.compile(
    r"\b(?:(?:front|back)?doors?|gates?|garages?|locks?|\w*tür"
    r"|(?!(?:radia|moni|mo|projek|projec|ventila|genera|detek|detec|indica|regula)tor)\w*tor|porte|portail|puerta|portón"
    r"|porta|cancello|\w*deur|poort)\b"
)
# "PIN" as it is heard: right before the digits only.
_HEARD_AS_PIN = re.compile(r"p[a-z]{0,3}n|[bd]in|ping|penn|pinn|been|bean|spin")
_MOST_PARTS = 3
# "PIN2580"
_GLUED = re.compile(r"(?<=[^\W\d_])(?=\d{3})")
_BEFORE_TIMES = "at to until till by after before um bis auf ab à a las alle fino hasta om tot naar"
BEFORE_OTHER_NUMBERS = frozenset(_BEFORE_TIMES.split())


@record(frozen=True, slots=True)
class _Reading:
    """What a text says in digits: all of them, in how many words, and the words besides."""

    digits: str
    said: int
    others: tuple[str, ...]

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing else than digits, and what people say around them."""
        return set(self.others) <= AROUND


@record(frozen=True, slots=True)
class _Run:
    """Digits in a row, in how many words, whether they are the first, and whether the text ends.

    `after` is the next word, `before` are the words before them; `name` is what introduces them:
    "pin" of "pin number is 12".
    """

    digits: str
    said: int
    before: tuple[str, ...]
    name: str
    is_first: bool
    is_last: bool
    after: str

    @property
    def ends_order(self) -> bool:
        """Whether the order ends here, another may follow."""
        is_whole = len(self.digits) >= _SHORTEST
        return self.is_last or (is_whole and self.after in JOINING - {"to"})

    def is_named(self, names: AbstractSet[str]) -> bool:
        """Tell whether the PIN is called by one of the names, or so it sounds."""
        if self.name in names and (self.said > 1 or len(self.digits) >= _SHORTEST - 1):
            return True
        return len(self.digits) >= _SHORTEST and heard_for_pin(self.before) > 0

    @property
    def is_other(self) -> bool:
        """Whether it is a time, or another number."""
        return is_before_another_number(self.before)


def wants_pin(said: str) -> bool:
    """Tell whether an order, in plain words, may want a PIN: it may have one at its end."""
    return any((_WANT_PINS.search(said), _ABOUT_DOORS.search(said), _quiets(said), _heats(said)))


def names_in(said: str) -> frozenset[str]:
    """Return what a PIN is called in a sentence: a code is one alone, or with an order to act.

    `said`: its plain words.
    """
    acts = wants_pin(said) or _OPENS.search(said) or _ACTS.search(said)
    return CALLED if acts or {*words_beside_pin(said)} <= AROUND | LEADING else CALLED - CODES


def is_before_another_number(before: Sequence[str]) -> bool:
    """Tell whether the number after some plain words is a time, or goes up to somewhere."""
    if not before or before[-1] not in BEFORE_OTHER_NUMBERS:
        return False
    return _SEPARATED.search(" ".join(before)) is None


def _quiets(said: str) -> bool:
    return bool(_ALARMS.search(said) and _OFF.search(said))


def _heats(said: str) -> bool:
    return bool(_HEATERS.search(said) and _ON.search(said))


def heard_for_pin(before: Sequence[str]) -> int:
    """Return how many words right before digits are what was heard for "PIN": "P-I-N", "PDIN"."""
    for count in range(_MOST_PARTS, 0, -1):
        if len(before) >= count and _HEARD_AS_PIN.fullmatch("".join(before[-count:])):
            return count
    return 0


def is_bare_pin(text: str, *, is_awaited: bool = False) -> bool:
    """Tell whether a text is nothing but a PIN: such come late, when none is asked for any more."""
    reading = _read(text, is_awaited=is_awaited)
    return reading.is_bare and _PIN.fullmatch(reading.digits) is not None


def is_stray_pin(text: str) -> bool:
    """Tell whether a text that nobody asked for is a PIN: no order is only a number that long."""
    reading = _read(text, is_awaited=False)
    return reading.is_bare and len(reading.digits) >= _SHORTEST and is_bare_pin(text)


def pin_in(text: str, *, is_awaited: bool = False) -> str | None:
    """Return the PIN that an answer to "What is the PIN?" gives; None if it is something else.

    Where it `is_awaited`, words that only sound like digits count as well.
    """
    reading = _read(text, is_awaited=is_awaited)
    if not reading.is_bare:
        reading = _plainly(text)
    is_pin = _PIN.fullmatch(reading.digits) and len(reading.others) <= _MOST_OTHER_WORDS
    return reading.digits if is_pin else None


def may_be_pin(text: str, *, least: int = 1) -> bool:
    """Tell whether a text is a PIN gone wrong on its way, where one is awaited: "1 2", "won to".

    `least`: how many words at least say a digit, or sound like one.
    """
    reading = _read(text, is_awaited=True)
    if least == 1 and CALLED & {*reading.others}:
        return True
    others = [word for word in reading.others if word not in AROUND]
    return reading.said >= least and reading.said >= len(others)


def says_pin(text: str) -> bool:
    """Tell whether the digits of a text, whatever else it says, are enough for a PIN."""
    return len(_read(text, is_awaited=False).digits) >= _SHORTEST


def words_beside_pin(text: str) -> tuple[str, ...]:
    """Return the words of a text that say no digit."""
    return _read(text, is_awaited=False).others


def is_of_pin(words: Sequence[str]) -> bool:
    """Tell whether words are only what a PIN, heard well or badly, consists of."""
    others = [word for word, said in digits_of(words, is_awaited=True) if said is None]
    return all(word in AROUND or _HEARD_AS_PIN.fullmatch(word) for word in others)


def tells_pin(text: str) -> bool:
    """Tell whether an order tells a PIN as well, or begins to: "unlock it, my PIN is 12"."""
    said = plain(text)
    if any(is_digit(word) for word in _INTRODUCED.findall(said)):
        return True
    names = names_in(said)
    is_called, wants_one = bool(names & {*said.split()}), _WANT_PINS.search(said) is not None
    for run in _runs(text):
        is_whole = len(run.digits) >= _SHORTEST
        if run.is_named(names) or (is_called and is_whole):
            return True
        if run.is_other and run.before[-1] != "to":
            continue
        # "The end to 580": an order that wants a PIN goes up to no number.
        if wants_one and run.is_last and run.is_first and len(run.digits) >= _SHORTEST - 1:
            return True
        if run.is_other:
            continue
        is_begun = is_whole or (run.is_last and run.said > 1)
        if ((is_called or wants_one) and is_begun) or (run.ends_order and _ends_in_pin(said, run)):
            return True
    return False


def _ends_in_pin(said: str, run: _Run) -> bool:
    """Tell whether an order that may want a PIN ends in one, or in a part of one."""
    if len(run.digits) >= _SHORTEST:
        return wants_pin(said)
    is_of_door, quiets = _ABOUT_DOORS.search(said) is not None, _quiets(said)
    if run.said > 1 and (is_of_door or quiets):
        return True
    opens = is_of_door and _OPENS.search(said) is not None
    return run.is_first and len(run.digits) == _SHORTEST - 1 and (opens or quiets)


def tells_pins(text: str) -> bool:
    """Tell whether a text has digits for a PIN more than once: "2 5 8 0, no, 4 7 1 1"."""
    return sum(len(run.digits) >= _SHORTEST for run in _runs(text)) > 1


def _runs(text: str) -> Iterator[_Run]:
    """Yield the digits that are said in a row."""
    said, digits, is_first = 0, "", True
    before: tuple[str, ...] = ()
    name, words = "", words_of(text)
    while words and words[-1] in COURTEOUS:
        words.pop()
    for word, found in (*digits_of(words, is_awaited=False), ("", None)):
        if found is not None:
            digits, said = digits + found, said + 1
            continue
        if digits:
            yield _Run(digits, said, before, name, is_first, is_last=not word, after=word)
            is_first = False
        said, digits, before = 0, "", (*before, word)
        name = name if word in INTRODUCING else word


def words_of(text: str) -> list[str]:
    """Return the plain words of a text; digits are words of their own."""
    return [word for word in _BETWEEN.split(plain(_GLUED.sub(" ", text))) if word]


def _read(text: str, *, is_awaited: bool) -> _Reading:
    found = list(digits_of(words_of(text), is_awaited=is_awaited))
    digits = [said for _, said in found if said is not None]
    others = tuple(word for word, said in found if said is None)
    return _Reading("".join(digits), len(digits), others)


def _plainly(text: str) -> _Reading:
    """Read a sentence with a PIN in it: here "once" and "for" are words, not numbers."""
    words = [_DIGITS.get(word, word) for word in words_of(text)]
    digits = [word for word in words if word.isascii() and word.isdigit()]
    others = tuple(word for word in words if not (word.isascii() and word.isdigit()))
    return _Reading("".join(digits), len(digits), others)
