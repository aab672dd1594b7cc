"""Wishes: a sentence somebody may say in a home, with the lines of the plan it means."""

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random

from hub.home.ids import EntityId
from hub.language.candidate import Candidate
from hub.language.phrases import settings_of, verbs_of
from hub.language.training.homes import Household, Room, Thing
from hub.language.training.values import Value, value_for
from hub.language.training.words import Words, split
from hub.record import record

MOST_TOGETHER = 6
_HELD_OUT_PHRASES_WANTED = 0.7
# How often each sort of wish is made up.
_SORTS = {
    "device": 36, "pair": 5, "group": 7, "room": 15, "special": 5, "question": 9,
    "absent": 7, "talk": 8, "alike": 3, "several": 4,
}  # fmt: skip
# How common an action is relative to the others of its domain.
_COMMON = {"turn on": 1.6, "turn off": 1.6, "toggle": 0.12, "locate": 0.4, "stop": 0.5}
_ASKABLE = {
    "lock": ("locked",), "cover": ("open",), "light": ("on",), "switch": ("on",), "fan": ("on",),
    "media_player": ("on",), "binary_sensor": ("open",),
}  # fmt: skip
_ABSENT_TRIES = 8
_APART = re.compile(r"^(\w+) (on|off|up|down|out|open|shut) \{it\}$")
_TOGETHER = re.compile(r"^(\w+) \{it\} (on|off|up|down|out|open|shut)$")


@record(frozen=True, slots=True)
class Line:
    """One line of a plan: `head`, the names of `targets`, `tail`."""

    head: str
    targets: tuple[EntityId, ...]
    tail: str = ""


@record(frozen=True, slots=True)
class Wish:
    """A sentence and what it means; no lines mean "none". `here` is where its speaker is."""

    text: str
    lines: tuple[Line, ...]
    sort: str
    here: Room | None = None
    is_order: bool = True


class Teller:
    """Makes up wishes for one household."""

    def __init__(
        self, household: Household, words: Words, rng: Random, *, held_out: bool = False
    ) -> None:
        self._household = household
        self._words = words
        self._rng = rng
        self._held_out = held_out
        self._here: Room | None = None
        self._makers: dict[str, Callable[[], Wish | None]] = {
            "device": self._device, "pair": self._pair, "group": self._group,
            "room": self._whole_room, "special": self._special, "question": self._question,
            "absent": self._absent, "talk": self._talk, "alike": self._alike,
            "several": self._several,
        }  # fmt: skip

    def wish(self, sort: str | None = None) -> Wish | None:
        """Make up a wish, of one sort if given; None where this home is not fit for it."""
        rooms = self._household.rooms
        self._here = self._rng.choice(rooms) if self._rng.random() < 0.6 else None  # noqa: PLR2004
        chosen = sort or self._rng.choices(list(_SORTS), list(_SORTS.values()))[0]
        return self._makers[chosen]()

    def _device(self) -> Wish | None:
        thing = self._any_thing()
        if thing is None:
            return None
        said = self._refer(thing)
        return self._said("device", self._order((thing,), said)) if said else None

    def _pair(self) -> Wish | None:
        thing = self._any_thing()
        if thing is None:
            return None
        others = [t for t in self._household.things if t.kind == thing.kind and t is not thing]
        if not others:
            return None
        both = (thing, self._rng.choice(others))
        said = [text for one in both if (text := self._refer(one))]
        if len(said) < len(both):
            return None
        return self._said("pair", self._order(both, self._raw_text("list_and").join(said)))

    def _group(self) -> Wish | None:
        domain = self._rng.choice(("light", "light", "light", "cover", "switch", "fan", "lock"))
        scopes = list(self._scopes(domain))
        if not scopes:
            return None
        where, things = self._rng.choice(scopes)
        kinds = self._words.raw["kinds"].get(domain, ())
        if not kinds:
            return None
        kind = self._rng.choice(kinds)
        return self._said("group", self._order(things, f"{kind} {where}".strip()))

    def _whole_room(self) -> Wish | None:
        keys = list(self._words.raw.get("room", {}))
        self._rng.shuffle(keys)
        rooms = [self._here] if self._here and self._rng.random() < 0.6 else self._household.rooms  # noqa: PLR2004
        room = self._rng.choice(rooms)
        for key in keys:
            domain, _, verb = key.partition(":")
            things = self._in_room(room, domain)
            able = tuple(t for t in things if self._value(verb, t) is not None)
            if not able or len(able) > MOST_TOGETHER:
                continue
            if domain in {"media_player", "vacuum", "climate"} and len(able) > 1:
                continue
            phrase = self._pick(self._words.phrases("room", key))
            value = self._value(verb, able[0], able)
            if phrase is None or value is None:
                continue
            text = phrase.format(**{"in": self._where(room), "v": value.said})
            return self._said("room", (text, (_line(verb, able, value),)))
        return None

    def _special(self) -> Wish | None:
        special = self._words.raw.get("special", {})
        fitting = [t for t in self._household.things if t.noun.ways[0] in special]
        if not fitting:
            return None
        thing = self._rng.choice(fitting)
        if sum(t.noun == thing.noun for t in self._household.things) > 1:
            return None
        verb = self._rng.choice(list(special[thing.noun.ways[0]]))
        value = self._value(verb, thing)
        if value is None:
            return None
        phrase = self._pick(special[thing.noun.ways[0]][verb])
        return self._said("special", (phrase, (_line(verb, (thing,), value),))) if phrase else None

    def _question(self) -> Wish | None:
        table = self._words.raw["questions"]
        key = self._rng.choice(list(table))
        phrase = self._pick(table[key])
        if phrase is None:
            return None
        wanted = key.partition(" ")[2]
        if wanted:
            return self._question_about_many(phrase, key)
        if key in {"temperature", "humidity"}:
            return self._question_about_room(phrase, key)
        things = [
            t for t in self._household.things if key == "state" or key in _ASKABLE.get(t.domain, ())
        ]
        if not things:
            return None
        thing = self._rng.choice(things)
        said = self._refer(thing)
        if not said:
            return None
        return self._asked(phrase.format(it=said), Line("state ", (thing.entity_id,)))

    def _question_about_many(self, phrase: str, key: str) -> Wish | None:
        scopes = list(self._scopes("light"))
        if not scopes:
            return None
        where, things = self._rng.choice(scopes)
        kind = self._words.raw["kinds"]["light"][0]
        ids = tuple(t.entity_id for t in things)
        return self._asked(phrase.format(it=f"{kind} {where}".strip()), Line(f"{key} ", ids))

    def _question_about_room(self, phrase: str, key: str) -> Wish | None:
        rooms = [
            room for room in self._household.rooms if self._in_room(room, "sensor", f"sensor.{key}")
        ]
        if not rooms:
            return None
        room = self._rng.choice(rooms)
        things = self._in_room(room, "sensor", f"sensor.{key}")
        if len(things) > 1:
            return None
        text = phrase.format(**{"in": self._where(room)})
        return self._asked(text, Line("state ", (things[0].entity_id,)))

    def _absent(self) -> Wish | None:
        """Order something of a thing, or in a room, that is not here."""
        present = {way for thing in self._household.things for way in thing.noun.ways}
        kinds = [k for k in self._words.things if not k.startswith(("sensor", "binary_sensor"))]
        for _ in range(_ABSENT_TRIES):
            kind = self._rng.choice(kinds)
            known, fresh = split(self._words.things[kind], lambda noun: noun.name)
            noun = self._rng.choice([*known, *(fresh if self._held_out else ())])
            if present & set(noun.ways):
                continue
            words = set(noun.name.casefold().split())
            if any(words <= set(thing.name.casefold().split()) for thing in self._household.things):
                continue
            table = self._words.raw["phrases"]
            verbs = [key for key in table if key.partition(":")[0] == kind.partition(".")[0]]
            verbs = [key for key in verbs if " " not in key or key.endswith((" on", " off"))]
            if not verbs:
                continue
            phrase = self._pick(table[self._rng.choice(verbs)])
            if phrase is not None:
                said = self._rng.choice(noun.ways)
                if self._household.rooms and self._rng.random() < 0.3:  # noqa: PLR2004
                    said = f"{said} {self._where(self._rng.choice(self._household.rooms))}"
                return self._said("absent", (phrase.format(it=said, v=""), ()))
        return None

    def _talk(self) -> Wish | None:
        phrase = self._pick(self._words.raw["none"]["talk"])
        if phrase is None or not self._household.things:
            return None
        thing = self._rng.choice(self._household.things)
        said = self._rng.choice(thing.noun.ways)
        room = self._rng.choice(self._household.rooms)
        return self._said("talk", (phrase.format(**{"it": said, "in": self._where(room)}), ()))

    def _alike(self) -> Wish | None:
        """Speak of one of several that the words do not tell apart: the plan asks."""
        for thing in self._rng.sample(self._household.things, len(self._household.things)):
            same = [t for t in self._household.things if t.noun == thing.noun]
            if not 1 < len(same) <= 4 or any(t.room is self._here for t in same):  # noqa: PLR2004
                continue
            order = self._order(tuple(same), self._rng.choice(thing.noun.ways))
            if order is not None:
                ids = tuple(t.entity_id for t in same)
                return self._said("alike", (order[0], (Line("ask ", ids),)))
        return None

    def _several(self) -> Wish | None:
        one, two = self._device(), self._device()
        if one is None or two is None or set(_ids(one)) & set(_ids(two)):
            return None
        joint = self._rng.choice(self._words.raw["joint"])
        return self._said("several", (one.text + joint + two.text, (*one.lines, *two.lines)))

    def _said(self, sort: str, order: tuple[str, tuple[Line, ...]] | None) -> Wish | None:
        return Wish(order[0], order[1], sort, self._here) if order else None

    def _asked(self, text: str, line: Line) -> Wish:
        mark = "?" if self._rng.random() < 0.5 else ""  # noqa: PLR2004
        return Wish(text + mark, (line,), "question", self._here, is_order=False)

    def _order(self, things: Sequence[Thing], said: str) -> tuple[str, tuple[Line, ...]] | None:
        """Say something that all `things` can do of `said`, with its line."""
        thing = things[0]
        table = self._words.raw["phrases"]
        for key in self._shuffled([key for key in table if _fits(key, thing)]):
            verb = key.partition(":")[2]
            if any(self._value(verb, other) is None for other in things):
                continue
            phrase = self._phrase_for(key)
            value = self._value(verb, thing, things)
            if phrase is not None and value is not None:
                return phrase.format(it=said, v=value.said), (_line(verb, things, value),)
        return None

    def _phrase_for(self, key: str) -> str | None:
        """Pick a phrasing of `key`; what starts a switch may be said of any other device too."""
        verb = key.partition(":")[2]
        table = self._words.raw["phrases"]
        if verb in {"turn on", "turn off"} and self._rng.random() < 0.3:  # noqa: PLR2004
            key = f"switch:{verb}"
        phrase = self._pick(table[key])
        if phrase is None or self._rng.random() < 0.6:  # noqa: PLR2004
            return phrase
        # "fire up the lamp", "fire the lamp up"
        return (
            _APART.sub(r"\1 {it} \2", phrase)
            if _APART.match(phrase)
            else (_TOGETHER.sub(r"\1 \2 {it}", phrase))
        )

    def _value(self, verb: str, thing: Thing, also: Sequence[Thing] = ()) -> Value | None:
        """Return a value for `verb` that all these things take; None if they cannot do it."""
        candidates = [self._candidate(one) for one in (thing, *also)]
        if not verb.startswith("set "):
            can = all(verb in verbs_of(candidate) for candidate in candidates)
            return Value("", "") if can else None
        settings = [setting for c in candidates[:1] for setting in settings_of(c)]
        value = value_for(verb.removeprefix("set "), settings, self._words, self._rng)
        if value is None or any(not value.fits(settings_of(c)) for c in candidates):
            return None
        return value

    def _candidate(self, thing: Thing) -> Candidate:
        home = self._household.home
        return Candidate(home.entity(thing.entity_id), home.state(thing.entity_id), None, None, 1.0)

    def _refer(self, thing: Thing) -> str | None:
        """Say which thing is meant, with its room where the words alone do not tell."""
        rng = self._rng
        full = thing.name.replace("_", " ").lower()
        article = thing.noun.ways[0].removesuffix(thing.noun.name)
        ways = [*thing.noun.ways, rng.choice((full, thing.name, f"{article}{full}"))]
        weights = [*([3.0 / len(thing.noun.ways)] * len(thing.noun.ways)), 1.5]
        said: str = rng.choices(ways, weights)[0]
        words = set(said.casefold().split()) - set(self._words.raw["articles"])
        same = [t for t in self._household.things if t is thing or _may_be_called(t, words)]
        if len(same) == 1:
            place = thing.room and rng.random() < 0.25  # noqa: PLR2004
            return f"{said} {self._where(thing.room)}" if place and thing.room else said
        beside = [t for t in same if t.room is thing.room]
        if thing.room is None or len(beside) > 1:
            return None
        if thing.room is self._here and rng.random() < 0.5:  # noqa: PLR2004
            return said
        return f"{said} {self._where(thing.room)}"

    def _where(self, room: Room) -> str:
        if room is self._here and self._rng.random() < 0.6:  # noqa: PLR2004
            nearby: list[str] = [*self._words.raw["here"], ""]
            return self._rng.choice(nearby)
        return self._rng.choice(room.place.ways)

    def _scopes(self, domain: str) -> Iterator[tuple[str, tuple[Thing, ...]]]:
        """Yield the rooms, the floors and the home with two or more of a domain's things."""
        for room in self._household.rooms:
            things = self._in_room(room, domain)
            if 1 < len(things) <= MOST_TOGETHER:
                yield self._where(room), things
        for level, place in self._household.floors.items():
            things = tuple(
                t for t in self._plain(domain) if t.room is not None and t.room.level == level
            )
            if 1 < len(things) <= MOST_TOGETHER:
                yield self._rng.choice(place.ways), things
        things = self._plain(domain)
        if 1 < len(things) <= MOST_TOGETHER:
            yield self._rng.choice(self._words.raw["whole_home"]), things

    def _in_room(self, room: Room, domain: str, kind: str | None = None) -> tuple[Thing, ...]:
        return tuple(
            t for t in self._plain(domain) if t.room is room and (kind is None or t.kind == kind)
        )

    def _plain(self, domain: str) -> tuple[Thing, ...]:
        """Return the things of a domain that "the blinds" may mean: no gates, no garages."""
        odd = {"cover.garage", "cover.gate"}
        return tuple(t for t in self._household.things if t.domain == domain and t.kind not in odd)

    def _any_thing(self) -> Thing | None:
        able = [t for t in self._household.things if "sensor" not in t.kind]
        return self._rng.choice(able) if able else None

    def _pick(self, phrases: Sequence[str]) -> str | None:
        known, fresh = split(phrases, str)
        wants_fresh = self._held_out and self._rng.random() < _HELD_OUT_PHRASES_WANTED
        chosen = (fresh or known) if wants_fresh else known
        return self._rng.choice(chosen) if chosen else None

    def _shuffled(self, keys: list[str]) -> list[str]:
        """Return `keys` in random order, the commoner actions oftener before the others."""
        return sorted(
            keys, key=lambda key: self._rng.random() ** (1 / _COMMON.get(key.partition(":")[2], 1))
        )[::-1]

    def _raw_text(self, key: str) -> str:
        return str(self._words.raw[key])


def _fits(key: str, thing: Thing) -> bool:
    """Tell whether phrases under `key` suit the kind of thing."""
    who, _, verb = key.partition(":")
    if thing.kind in {"cover.garage", "cover.gate"} and verb in {"open", "close"}:
        return who == "garage"
    return who == thing.domain


def _may_be_called(thing: Thing, words: set[str]) -> bool:
    names = (*thing.noun.ways, thing.name.replace("_", " "))
    return any(words <= set(name.casefold().split()) for name in names)


def _line(verb: str, things: Sequence[Thing], value: Value) -> Line:
    ids = tuple(thing.entity_id for thing in things)
    if verb.startswith("set "):
        return Line("set ", ids, f" to {value.written}")
    return Line(f"{verb} ", ids)


def _ids(wish: Wish) -> list[EntityId]:
    return [entity_id for line in wish.lines for entity_id in line.targets]
