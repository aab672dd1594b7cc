"""What helps an engine to hear right: the names of this home that it is likeliest to need."""

from collections.abc import Iterable, Iterator, Sequence
from weakref import WeakKeyDictionary

from hub.home.home import Home
from hub.home.ids import AreaId
from hub.home.model import Entity
from hub.home.speech import Expecting, Hints
from hub.language.names import plain
from hub.language.understanding.lexicon.english_words import COMMON
from hub.language.wording import base_language

# More of them mislead an engine rather than help it.
MOST_NAMES = 40
_HERE = 15
_TERMS = {
    "en": "turn on, turn off, set, dim, brightness, volume, degrees, percent, timer, open, close",
    "de": "schalte, ein, aus, an, dimme, stelle, Helligkeit, Lautstärke, Grad, Prozent, Timer",
    "fr": "allume, éteins, règle, luminosité, volume, degrés, pour cent, minuteur, ouvre, ferme",
    "es": "enciende, apaga, pon, brillo, volumen, grados, por ciento, temporizador, abre, cierra",
    "it": "accendi, spegni, imposta, luminosità, volume, gradi, per cento, timer, apri, chiudi",
    "nl": "zet, aan, uit, dim, helderheid, volume, graden, procent, timer, open, sluit",
}

_Key = tuple[AreaId | None, str]
_KNOWN: WeakKeyDictionary[Home, tuple[int, dict[_Key, tuple[str, ...]]]] = WeakKeyDictionary()


def hints_of(
    home: Home,
    area_id: AreaId | None = None,
    language: str = "en",
    expecting: Expecting = Expecting.ORDER,
) -> Hints:
    """Return the names to listen for: what is in the speaker's area, areas, then rare names.

    They are made once for a home as it is made up.
    """
    if expecting is Expecting.PIN:
        return Hints(language=language, expecting=expecting)
    terms = tuple(_TERMS.get(base_language(language), _TERMS["en"]).split(", "))
    names = _names(home, area_id, language)
    return Hints(language=language, expecting=expecting, names=names, terms=terms)


def _names(home: Home, area_id: AreaId | None, language: str) -> Sequence[str]:
    version, made = _KNOWN.get(home, (-1, {}))
    if version != home.version:
        version, made = home.version, {}
        _KNOWN[home] = (version, made)
    key = (area_id, base_language(language))
    if key not in made:
        made[key] = tuple(_distinct(_likeliest(home, area_id)))[:MOST_NAMES]
    return made[key]


def _likeliest(home: Home, area_id: AreaId | None) -> Iterator[str]:
    acting = [entity for entity in home.entities_of() if entity.actions]
    here = home.areas.get(area_id) if area_id is not None else None
    if here is not None:
        yield here.name
        near = [entity for entity in acting if home.area_of(entity) == here]
        yield from _rare_first(name for entity in near[:_HERE] for name in _called(entity))
    for area in home.areas.values():
        yield from (area.name, *area.aliases)
    for floor in home.floors.values():
        yield from (floor.name, *floor.aliases)
    yield from (e.name for e in home.entities_of(("person", "todo", "scene", "script")))
    yield from _rare_first(name for entity in acting for name in _called(entity))


def _called(entity: Entity) -> tuple[str, ...]:
    return (entity.name, *entity.aliases)


def _rare_first(names: Iterable[str]) -> list[str]:
    """Return names, those first that have words no engine expects."""
    return sorted(names, key=lambda name: -_rarity(name))


def _rarity(name: str) -> float:
    words = plain(name).split()
    return sum(word not in COMMON for word in words) / max(1, len(words))


def _distinct(names: Iterable[str]) -> list[str]:
    return list({plain(name): name for name in names if plain(name)}.values())
