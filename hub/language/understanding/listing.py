"""Lists: items put on, taken off and ticked; the items are free words."""

import re

from hub.home.actions import ACTIONS, parse_command
from hub.home.domains.household import summaries
from hub.home.ids import EntityId
from hub.home.model import Entity
from hub.home.plan import Body, Refusal, Step, Steps
from hub.language.resolve import which_one
from hub.language.understanding.lexicon.tables import Tag
from hub.language.understanding.targets import Scope
from hub.language.understanding.tokens import words_of
from hub.language.wording import without_courtesies
from hub.record import record

_LIST = r"(?:the |my |our )?(?P<list>[\w' -]*?\w)(?: list)?"
_ADD = re.compile(
    rf"^(?:add|put|write|stick|place|chuck) (?P<items>.+?) (?:to|on|onto|in|down on) {_LIST}$"
    r"|^(?:add|i need to buy|buy|we need to buy|remember to buy)"
    r" (?P<bare>.+)$"
)
_REMOVE = re.compile(
    rf"^(?:remove|delete|take|drop|strike|erase|scratch|cross) (?P<items>.+?)"
    rf" (?:off of|off|from|out of) {_LIST}$"
)
_COMPLETE = re.compile(
    rf"^(?:tick off|check off|cross off|complete|mark|tick|check|finish) (?P<items>.+?)"
    rf"(?: off)?(?: as (?:done|complete|completed|bought|finished))?"
    rf"(?: (?:on|from|in|off) {_LIST})?$"
)
_SHOPPING = frozenset({"shopping", "grocery", "groceries", "grocerie"})
_LISTS = frozenset({"list", "to-do", "todo", "task", "chore"})
# What these are was said before, or not understood.
_POINTING = frozenset({"it", "that", "them", "this", "those", "these", "one", "some"})
_JOINT = re.compile(r"\s*(?:,\s*and|,|\band\b|&)\s*")


@record(frozen=True, slots=True)
class _Asked:
    verb: str
    items: tuple[str, ...]
    named: str | None


# "We're out of milk, put it on the list": what "it" is.
_LACKED = re.compile(
    r"^.*?\b(?:out of|outta|run out of|short of|low on|need|needs|no more|out of the)"
    r" (?P<item>[\w' -]+?)[,.;!]+ (?:so |and |please |can you |could you )*"
    r"(?P<verb>put|add|stick|chuck|write|pop) (?:it|that|them|some|those|one)"
    r" (?P<where>(?:to|on|onto|down on) .+)$"
)
# "Put tea on the list, and cups too".
_AND_MORE = re.compile(
    r"^(?P<verb>add|put|write|stick|chuck|pop) (?P<items>.+?)"
    r" (?P<where>(?:to|on|onto) (?:the |my |our )?[\w' -]*?list)[,.;]*"
    r" (?:oh )?(?:and|plus)(?: also)? (?P<more>[\w' ,-]+?)(?: too| as well)?[.!]*$"
)
_NEEDED = re.compile(
    r"^(?:i|we) (?:need|want) (?P<items>.+?)"
    r" (?P<where>(?:to|on|onto) (?:the |my |our )?[\w' -]*?list)$"
)


def _plainly(said: str, scope: Scope) -> str:
    """Return a wish for a list in the plain order of its words."""
    match = _LACKED.match(said)
    if match is not None:
        said = f"{match['verb']} {match['item']} {match['where']}"
    match = _NEEDED.match(said)
    if match is not None:
        said = f"put {match['items']} {match['where']}"
    match = _AND_MORE.match(said)
    if match is not None and not _orders(match["more"], scope):
        said = f"{match['verb']} {match['items']} and {match['more']} {match['where']}"
    return said


def _orders(text: str, scope: Scope) -> bool:
    """Tell whether words go on with another order, and not with more items."""
    entries = (scope.lexicon.entries.get((word,), ()) for word in re.findall(r"\w+", text))
    return any(tag in {Tag.VERB, Tag.PARTICLE} for found in entries for tag, _ in found)


def listed_items(text: str, scope: Scope) -> Body | None:
    """Return what a sentence does to a list of the home; None if it speaks of no list."""
    lists = [i.entity for i in scope.index.items.values() if i.entity.domain == "todo"]
    asked = _asked(_plainly(without_courtesies(text).casefold(), scope))
    if asked is None or not lists:
        return None
    found = _list_named(asked, lists, scope)
    if not found:
        return _no_such_list(asked, lists, scope)
    if len(found) > 1:
        return which_one(scope.home, found)
    return _steps(asked, found[0], scope)


def _asked(said: str) -> _Asked | None:
    for verb, pattern in (("add_item", _ADD), ("remove_item", _REMOVE), ("update_item", _COMPLETE)):
        match = pattern.match(said)
        if match is None:
            continue
        groups = match.groupdict()
        items = groups.get("items") or groups.get("bare") or ""
        named = groups.get("list")
        is_vague = named is None and not (verb == "add_item" and " buy " in f" {said} ")
        if is_vague and verb == "add_item":
            continue
        found = tuple(_plain(item) for item in _JOINT.split(items) if _plain(item))
        if _POINTING & set(found):
            return None
        return _Asked(verb, found, named) if found else None
    return None


def _plain(item: str) -> str:
    return re.sub(r"^(?:some|a|an|the|more|item)\s+", "", item.strip(" .,!"))


def _list_named(asked: _Asked, lists: list[Entity], scope: Scope) -> list[Entity]:
    """Return the lists that the words name; the shopping list where something is to be bought."""
    if asked.named is None:
        if asked.verb == "add_item":
            return [e for e in lists if _is_shopping(e, scope)] or (
                lists if len(lists) == 1 else []
            )
        return [e for e in lists if _has_all(e, asked, scope)]
    said = set(words_of(asked.named, scope.lexicon)) - {"list"}
    named = [e for e in lists if said and said <= scope.index.items[e.id].words]
    if not named and said <= _LISTS:
        shopping = [e for e in lists if _is_shopping(e, scope)]
        plain = [e for e in lists if e not in shopping]
        return lists if len(lists) == 1 else plain if said else shopping or plain
    if not named and said & _SHOPPING and said <= _SHOPPING | _LISTS:
        named = [e for e in lists if _is_shopping(e, scope)]
    return named


def _no_such_list(asked: _Asked, lists: list[Entity], scope: Scope) -> Refusal | None:
    """Refuse an order about a list of which a word is unknown: "the blorp shopping list"."""
    said = set(words_of(asked.named or "", scope.lexicon))
    known = _SHOPPING | _LISTS
    known = known.union(*(scope.index.items[e.id].words for e in lists))
    if not said & known or said <= known or _orders(asked.named or "", scope):
        return None
    named = re.sub(r"\s*\blists?$", "", str(asked.named))
    return Refusal(text=f"There is no {named} list here.", code="no_target")


def _is_shopping(entity: Entity, scope: Scope) -> bool:
    return bool(scope.index.items[entity.id].words & (_SHOPPING | {"grocerie"}))


def _has_all(entity: Entity, asked: _Asked, scope: Scope) -> bool:
    known = _known(entity.id, scope)
    return all(item in known for item in asked.items)


def _known(entity_id: EntityId, scope: Scope) -> dict[str, str]:
    items = scope.home.state(entity_id).attributes.get("items")
    return {name.casefold(): name for name in summaries(items)}


def _steps(asked: _Asked, entity: Entity, scope: Scope) -> Body:
    action = f"todo.{asked.verb}"
    if action not in entity.actions or action not in ACTIONS:
        return Refusal(text=f"{entity.name} can't do that.", code="unsupported")
    known = _known(entity.id, scope)
    steps: list[Step] = []
    missing: list[str] = []
    for item in asked.items:
        if asked.verb != "add_item" and item not in known:
            missing.append(f"There is no {item} on {entity.name}")
            continue
        data = {"item": known.get(item, item) if asked.verb != "add_item" else item}
        if asked.verb == "update_item":
            data["status"] = "completed"
        command = parse_command(action, data)
        steps.append(Step.model_validate({"command": command, "targets": (entity.id,)}))
    if not steps:
        return Refusal(text=f"{'; '.join(missing)}.", code="no_target")
    return Steps(steps=tuple(steps), left_out=tuple(missing))
