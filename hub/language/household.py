"""Intents about lists."""

import re
from collections.abc import Callable

from hub.home.actions import parse_command
from hub.home.domains.household import summaries
from hub.home.home import Home
from hub.home.model import UNAVAILABLE, Entity
from hub.home.plan import Question, Refusal, Request, Step, Steps
from hub.language.meaning import Meaning
from hub.language.resolve import resolve, which_one
from hub.language.speech import say

Result = Steps | Question | Refusal

_SHOPPING = ("shopping", "grocer", "einkauf", "courses", "compra", "spesa", "boodschap")
_COMMAS = re.compile(r"\s*,\s*(?:and\s+|und\s+|et\s+|y\s+|e\s+|en\s+)?")


def _items(meaning: Meaning) -> list[str]:
    said = " ".join(str(meaning.values.get("item", "")).split()).strip(" .,!?")
    items = [item for item in _COMMAS.split(said) if item]
    if len(items) > 1:  # "milk, eggs and bread"
        head, _, tail = items[-1].partition(" and ")
        items[-1:] = [head, tail] if tail else [head]
    return items


def _list_of(home: Home, meaning: Meaning, request: Request) -> Entity | Question | Refusal:
    found = resolve(home, meaning, request, ("todo",))
    if not isinstance(found, list):
        return found
    if "Shopping" in meaning.intent:
        shopping = [e for e in found if any(w in f"{e.name} {e.id}".lower() for w in _SHOPPING)]
        found = shopping or found
    if len(found) > 1:
        return which_one(home, found, request.language)
    if home.state(found[0].id).state == UNAVAILABLE:
        return Refusal(
            text=say(request.language, "is_unavailable", name=found[0].name) + ".",
            code="unavailable",
        )
    return found[0]


def _change(
    home: Home, meaning: Meaning, request: Request, make: Callable[[str], dict[str, str]], verb: str
) -> Result:
    todo = _list_of(home, meaning, request)
    if not isinstance(todo, Entity):
        return todo
    action = f"todo.{verb}"
    if action not in todo.actions:
        return Refusal(text=say(request.language, "cannot", name=todo.name), code="unsupported")
    reported = home.state(todo.id).attributes.get("items")
    there = summaries(reported)
    steps = []
    for item in _items(meaning):
        known = next((s for s in there if s.lower() == item.lower()), item)
        if verb != "add_item" and reported is not None and known not in there:
            text = say(request.language, "not_on_list", item=repr(item), name=todo.name)
            return Refusal(text=text, code="no_target")
        command = parse_command(action, make(item if verb == "add_item" else known))
        steps.append(Step.model_validate({"command": command, "targets": (todo.id,)}))
    if not steps:
        return Refusal(text=say(request.language, "no_item"), code="no_match")
    return Steps(steps=tuple(steps))


def _add(home: Home, meaning: Meaning, request: Request) -> Result:
    return _change(home, meaning, request, lambda item: {"item": item}, "add_item")


def _complete(home: Home, meaning: Meaning, request: Request) -> Result:
    def make(item: str) -> dict[str, str]:
        return {"item": item, "status": "completed"}

    return _change(home, meaning, request, make, "update_item")


def _remove(home: Home, meaning: Meaning, request: Request) -> Result:
    return _change(home, meaning, request, lambda item: {"item": item}, "remove_item")


HOUSEHOLD: dict[str, Callable[[Home, Meaning, Request], Result]] = {
    "HassListAddItem": _add,
    "HassShoppingListAddItem": _add,
    "HassListCompleteItem": _complete,
    "HassShoppingListCompleteItem": _complete,
    "HassListRemoveItem": _remove,
}
