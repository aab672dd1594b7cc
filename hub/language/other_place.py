"""The sentence before, said again of another place or thing: "and in the bedroom?"."""

import re
from dataclasses import replace

from hub.home.home import Home
from hub.home.plan import Request
from hub.language.names import plain
from hub.language.noun_phrases import Found, find, places

_LEADING = re.compile(r"^(?:(?:in|on|at|for|of|to|with|the|my|our) )+")


def said_of_another(request: Request, what: str, home: Home) -> Request | None:
    """Return the last sentence with `what` in place of what it was about; None if unclear."""
    found = find(home, what)
    if found is None:
        return None
    new = _LEADING.sub("", f"{plain(what)} ").strip()
    old = _place_said(request.last_said, home) if found.is_place else _thing_said(request, home)
    if old is None and not found.is_place:
        old = _place_said(request.last_said, home) if _is_placed(found, what, home) else None
    if old is not None:
        start, end = old
        text = f"{request.last_said[:start]}{new}{request.last_said[end:]}"
    elif found.is_place:
        text = f"{request.last_said.rstrip(' ?.!')} in the {new}"
    else:
        return None
    return replace(request, text=text)


def _place_said(text: str, home: Home) -> tuple[int, int] | None:
    """Return where the longest name of an area or a floor stands in `text`."""
    names = [name for place in places(home) for name in (place.name, *place.aliases)]
    return _longest(text, names)


def _thing_said(request: Request, home: Home) -> tuple[int, int] | None:
    """Return where something that the last sentence was about is named in it."""
    names = [
        name
        for entity_id in request.spoken_of
        if entity_id in home.entities
        for name in (home.entities[entity_id].name, *home.entities[entity_id].aliases)
    ]
    return _longest(request.last_said, names)


def _is_placed(found: Found, what: str, home: Home) -> bool:
    """Tell whether a phrase names a place besides the kind of thing: "bedroom lights"."""
    return found.is_plural and _place_said(what, home) is not None


def _longest(text: str, names: list[str]) -> tuple[int, int] | None:
    for name in sorted(filter(None, names), key=len, reverse=True):
        match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
        if match is not None:
            return match.span()
    return None
