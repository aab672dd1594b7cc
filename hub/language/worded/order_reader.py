"""Plain orders read word by word: what is to be done, with what, where; no word left over."""

import re
from dataclasses import replace

from hub.home.home import Home
from hub.home.ids import AreaId
from hub.language.meaning import Meaning
from hub.language.names import Mentions, Named
from hub.language.worded.asked import Asked
from hub.language.worded.change_words import CHANGE_WORDS
from hub.language.worded.folding import fold
from hub.language.worded.levels import direction, value_of, with_figures
from hub.language.worded.order_lexicon import CONTROLLED, order_lexicon
from hub.language.worded.order_words import ORDER_WORDS
from hub.language.worded.ordered import Order, order_of
from hub.language.worded.reader import Parse, with_names
from hub.language.worded.setting import WAYS, is_change, meaning_of_state, settable
from hub.language.worded.tongue import Kind, Lexicon, Unit
from hub.language.worded.tongues import TONGUES

_NUMBER = re.compile(r"(\d+)[.,](\d+)")
# "Soll das Licht an" asks; "è" (is) must not be taken for "e" (and).
_NO_ORDER = re.compile(
    r"^(?:soll|sollen|sollte|muss|müssen|moet|moeten|deve|devo|debería|tiene)\b|\bè\b",
    re.IGNORECASE,
)
_LOCK: Kind = ("lock", None)
_COVER: Kind = ("cover", None)
# Said without a place, these are the ones of the room; there may be others elsewhere.
_OF_ROOMS = frozenset({"light", "fan", "switch", "climate", "cover", "media_player"})
_OF_HOUSES = frozenset({"garage", "gate", "door"})


class OrderReader:
    """Reads orders of the languages it has words for."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._words: dict[str, Lexicon] = {}

    def warm(self, language: str) -> None:
        """Prepare the words of a language (some milliseconds)."""
        if language not in self._words:
            words = ORDER_WORDS.get(language)
            self._words[language] = (
                order_lexicon(TONGUES[language], words, CHANGE_WORDS[language]) if words else {}
            )

    def is_wide(self, said: str, language: str) -> bool:
        """Tell whether a sentence speaks of all of something, and not of "here"."""
        self.warm(language)
        known, tokens = self._words[language], fold(said).split()
        phrases = (
            tuple(tokens[start:end])
            for start in range(len(tokens))
            for end in range(start + 1, len(tokens) + 1)
        )
        roles = {unit.role for phrase in phrases for unit in known.get(phrase, ())}
        return not known or (bool(roles & {"all", "everywhere"}) and "here" not in roles)

    def read(
        self, said: str, language: str, mentions: Mentions, area_id: AreaId | None
    ) -> Meaning | None:
        """Return what an order asks for; None if a word is unknown or readings disagree."""
        self.warm(language)
        if not self._words[language] or _NO_ORDER.search(said.strip()):
            return None
        text = _NUMBER.sub(r"\1p\2", said.replace("%", " percent ").replace("°", " degrees "))
        tokens = with_figures(fold(text).split(), language)
        known = with_names(self._words[language], mentions)
        for at, token in enumerate(tokens):
            value = value_of(token)
            if value is not None:
                how = direction(tokens[:at], language)
                known[token,] = (
                    *known.get((token,), ()), Unit("number", frozenset({(value, how)})),
                )  # fmt: skip
        parse = Parse(tokens, known, is_joined=TONGUES[language].is_joined)
        found: list[tuple[int, Meaning]] = []
        for units in parse.readings():
            order = order_of(units)
            meaning = self._meaning(order, area_id) if order else None
            if order is not None and meaning is not None:
                is_placed = meaning.is_area_said or meaning.floor_id is not None
                # "Down two degrees" says more than that two degrees are to be set.
                is_precise = is_placed + any(state in WAYS for _, state in order.done)
                score = len(units) - 2 * (meaning.name is not None) - is_precise
                found.append((score, meaning))
        if not found:
            return None
        best = min(score for score, _ in found)
        meanings = [meaning for score, meaning in found if score == best]
        return meanings[0] if all(m == meanings[0] for m in meanings) else None

    def _meaning(self, order: Order, speaker: AreaId | None) -> Meaning | None:
        about = order.about
        if about.is_negated or about.response not in {None, "all"}:
            return None
        is_setting = order.is_set or order.property_of is not None or order.how == "to"
        if not order.does and not is_setting:
            return None
        return self._named(order) if about.named else self._of_kind(order, speaker)

    def _named(self, order: Order) -> Meaning | None:
        about = order.about
        named = [n for n in about.named if n.domain in CONTROLLED]
        if about.says_kind:
            named = [n for n in named if _is_kind(n, about.kinds)]
        if not named:
            return None
        states = {(n, state) for n in named for state in _states(n, order)}
        if len({(n.domain, state) for n, state in states}) != 1:
            return None
        named = sorted({n for n, _ in states}, key=lambda n: (n.domain, n.text))
        made = meaning_of_state(order, named[0].domain, next(iter(states))[1])
        if made is None:
            return None
        ids = tuple(dict.fromkeys(i for n in named for i in n.entity_ids))
        placed = tuple(i for i in ids if self._is_there(i, about))
        is_said = placed == ids
        return replace(
            made,
            name=named[0].text,
            entity_ids=placed or ids,
            area_id=None if is_said else about.area_id,
            is_area_said=not is_said and about.area_id is not None,
            floor_id=None if is_said else about.floor_id,
            domain=named[0].domain,
        )

    def _is_there(self, entity_id: str, about: Asked) -> bool:
        area = self._home.area_of(self._home.entity(entity_id))
        if about.area_id is not None and (area is None or area.id != about.area_id):
            return False
        return about.floor_id is None or (area is not None and area.floor_id == about.floor_id)

    def _of_kind(self, order: Order, speaker: AreaId | None) -> Meaning | None:
        about = order.about
        is_wide = about.response == "all" or order.is_everywhere
        kinds = self._kinds(order, is_wide=is_wide)
        area_id = about.area_id or (speaker if order.is_here else None)
        options = {(k, state) for k in kinds for state in _states_of(k, order)}
        there = {o for o in options if self._exists(o[0], about, area_id)} or options
        if len(there) != 1:
            return None
        ((domain, device_class), state) = there.pop()
        made = meaning_of_state(order, domain, state)
        if made is None:
            return None
        if area_id is None and about.floor_id is None and not is_wide and speaker is not None:
            near = self._exists((domain, device_class), about, speaker)
            if not near and domain in _OF_ROOMS and device_class not in _OF_HOUSES:
                return None
            area_id = speaker if near else None
        is_placed = area_id is not None or about.floor_id is not None
        return replace(
            made,
            area_id=area_id,
            is_area_said=about.area_id is not None,
            floor_id=about.floor_id,
            domain=domain,
            device_class=device_class,
            is_singular=not is_wide and not is_placed,
        )

    def _kinds(self, order: Order, *, is_wide: bool) -> set[Kind]:
        """Return the kinds an order can be about, also where it names none."""
        about = order.about
        if about.says_kind:
            kinds = {k for k in about.kinds if k[0] in CONTROLLED}
            # "Open all the doors" is no wish to unlock them.
            return kinds - {_LOCK} if is_wide and ("cover", "door") in kinds else kinds
        if order.property_of is not None:
            return {(order.property_of, None)}
        done = {kind for kind, _ in order.done}
        ways = {state for _, state in order.done} & set(WAYS)
        if len(done) == 1 and ways:
            return done
        is_placed = about.area_id is not None or about.floor_id is not None
        for kind in (("light", None), ("cover", None), _LOCK):
            is_said_of_all = kind == _COVER and not self._opens_the_house()
            is_said_of_all = is_said_of_all or done == {("light", None)}
            if kind in done and (is_placed or (is_wide and is_said_of_all)):
                return {kind}
        return set()

    def _opens_the_house(self) -> bool:
        """Tell whether a cover here is a gate or a door, which nobody means by "all"."""
        covers = self._home.entities_of(("cover",))
        return any(cover.device_class in _OF_HOUSES for cover in covers)

    def _exists(self, kind: Kind, about: Asked, area_id: AreaId | None) -> bool:
        domain, device_class = kind
        placed = replace(about, area_id=area_id)
        return any(
            (device_class is None or entity.device_class == device_class)
            and self._is_there(entity.id, placed)
            for entity in self._home.entities_of((domain,))
        )


def _states(named: Named, order: Order) -> set[str]:
    return _states_of((named.domain, None), order)


def _states_of(kind: Kind, order: Order) -> set[str]:
    """Return what an order wants of a kind: a state, a way ("up"), or that a value be set."""
    is_set = order.color is not None or (order.value is not None and not is_change(order))
    if is_set:
        return {"set"} if kind[0] in settable(order) else set()
    states = {state for one, state in order.done if one == kind}
    if is_change(order) or (order.property_of is not None and states & set(WAYS)):
        is_meant = order.property_of in {None, kind[0]}
        return states & set(WAYS) if is_meant else set()
    # "Up" is open, of what opens.
    return states - set(WAYS) or states


def _is_kind(named: Named, kinds: frozenset[Kind]) -> bool:
    return (named.domain, named.device_class) in kinds or (named.domain, None) in kinds
