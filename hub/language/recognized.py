"""What hassil recognised in a sentence, as a meaning, and which readings are the better ones."""

from typing import Any

from hassil import RecognizeResult, TextSlotList
from hassil.models import MatchEntity

from hub.home.ids import AreaId, FloorId
from hub.language.meaning import Meaning
from hub.language.names import Mentions, Named, plain
from hub.language.wording import is_singular

# What is put on a list is not to be played.
_LISTS = frozenset({
    "list", "lista", "liste", "lijst", "lijstje", "einkaufsliste", "timer", "timers", "minuteur",
    "minuterie", "temporizador", "kookwekker",
})  # fmt: skip
_KEPT_SLOTS = frozenset({"name", "area", "floor", "domain", "device_class"})
_ARTICLES = frozenset({"ein", "eins", "eine", "einen", "un", "una", "une", "uno", "een", "één"})
_PERCENTS = frozenset({"percentage", "brightness", "position", "volume_level"})


def meaning_of(result: RecognizeResult, mentions: Mentions, said: str) -> Meaning | None:
    """Return what a result means; None if it takes words for what they are not."""
    slots = {
        name: said[slice(*entity.text_span)].strip()
        if entity.is_wildcard and entity.text_span
        else entity.value
        for name, entity in result.entities.items()
    }
    if any(_is_article(slot, entity) for slot, entity in result.entities.items()):
        return None
    named = slots.get("name")
    area = slots.get("area")
    said_areas = {area_id for _, area_id in mentions.areas}
    is_said = area is not None and bool(result.entities["area"].text) and area in said_areas
    values = {name: value for name, value in slots.items() if name not in _KEPT_SLOTS}
    if "search_query" in values and _names_in(plain(str(values["search_query"])), mentions):
        return None
    if named is not None and not isinstance(named, Named):
        values["said_name"] = named
    return Meaning(
        intent=result.intent.name,
        name=named.text if isinstance(named, Named) else None,
        entity_ids=named.entity_ids if isinstance(named, Named) else (),
        area_id=AreaId(str(area)) if area is not None else None,
        is_area_said=is_said,
        floor_id=FloorId(str(slots["floor"])) if "floor" in slots else None,
        domain=str(slots["domain"]) if "domain" in slots else None,
        device_class=str(slots["device_class"]) if "device_class" in slots else None,
        values=values,
        response=result.response,
        is_singular=named is None and is_singular(said),
    )


def _is_article(slot: str, entity: MatchEntity) -> bool:
    """Tell whether "one" was read out of a word for "on" or "a": "Ventilator ein"."""
    return slot in _PERCENTS and entity.text.strip().casefold() in _ARTICLES


def _names_in(text: str, mentions: Mentions) -> bool:
    """Tell whether what is to be played holds the name of a thing or a place of this home."""
    names = [named.text for named in mentions.entities if named.is_own]
    names += [name for name, _ in (*mentions.areas, *mentions.floors)]
    return any(plain(name) in text for name in names) or bool(_LISTS & set(text.split()))


def rank_of(result: RecognizeResult, meaning: Meaning, mentions: Mentions) -> tuple[int, ...]:
    """Order readings, the best first: few open words, names people gave, long names."""
    wildcards = sum(entity.is_wildcard for entity in result.entities_list)
    open_text = sum(len(str(e.text)) for e in result.entities_list if e.is_wildcard)
    own = {n.text for n in mentions.entities if n.is_own}
    kind = 1 if meaning.name is None else 0 if meaning.name in own else 2
    is_near = 0 if meaning.is_area_said or meaning.floor_id is not None else 1
    return wildcards, open_text, kind, -len(meaning.name or ""), is_near


def slot_lists(mentions: Mentions) -> dict[str, Any]:
    """Return the names that a sentence mentions, as hassil's lists."""
    names = [
        (n.text, n, {"domain": n.domain, "device_class": n.device_class}) for n in mentions.entities
    ]
    return {
        "name": TextSlotList.from_tuples(names, allow_template=False, name="name"),
        "area": TextSlotList.from_tuples(mentions.areas, allow_template=False, name="area"),
        "floor": TextSlotList.from_tuples(mentions.floors, allow_template=False, name="floor"),
    }
