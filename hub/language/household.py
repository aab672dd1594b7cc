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
from hub.language.wording import base_language

Result = Steps | Question | Refusal

_SHOPPING = ("shopping", "grocer", "einkauf", "courses", "compra", "spesa", "boodschap")
_COMMAS = re.compile(r"\s*,\s*(?:and\s+|und\s+|et\s+|y\s+|e\s+|en\s+)?")

_JOINTS = {"de": "und", "es": "y", "fr": "et", "it": "e", "nl": "en"}
# No part of what is put on a list: "aggiungi il burro".
_ARTICLES = {
    language: re.compile(rf"^(?:(?:{words})\s+|{elided})", re.IGNORECASE)
    for language, words, elided in (
        ("de", "der|die|das|den|ein|eine|einen|noch|etwas|ein paar", "(?!)"),
        ("es", "el|la|los|las|un|una|unos|unas|algo de", "(?!)"),
        ("fr", "du|de la|des|le|la|les|un|une", "(?:de )?[ld]['\u2019]"),
        ("it", "il|lo|la|i|gli|le|del|dello|della|dei|degli|delle|un|uno|una|un po' di",
         "(?:l|un|dell)['\u2019]"),
        ("nl", "de|het|een|wat|nog", "(?!)"),
    )
}  # fmt: skip


def _items(meaning: Meaning, language: str) -> list[str]:
    said = " ".join(str(meaning.values.get("item", "")).split()).strip(" .,!?")
    items = [item for item in _COMMAS.split(said) if item]
    if language in _ARTICLES:
        joint = re.compile(rf"\s+{_JOINTS[language]}\s+", re.IGNORECASE)
        every = [one for item in items for one in joint.split(item)]
        return [_ARTICLES[language].sub("", one).strip() or one for one in every]
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
    for item in _items(meaning, base_language(request.language)):
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
