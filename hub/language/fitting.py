"""Whether what a matched sentence moves fits its words, in six languages.

A pattern knows "the radio" and "the AC" as words for any player and any thermostat. Where the home
tells better (a television, a radiator), there is no such thing here. Nor is one thing set to two
values, or the rest of an order played as music.
"""

import re
from collections.abc import Sequence

from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.plan import Refusal
from hub.home.step import Step
from hub.language.names import plain
from hub.language.speech import say

_COOLER = re.compile(
    r"\b(?:ac|a c|aircon|air con|air condition(?:er|ing)|klimaanlage|klimagerat|climatisation"
    r"|climatiseur|clim|aire acondicionado|aire|climatizador|condizionatore|climatizzatore"
    r"|aria condizionata|airco|airconditioning)\b"
)
_COOLS = frozenset({"cool", "heat_cool", "auto", "dry", "fan_only"})
_RADIO = re.compile(r"\b(?:radio|autoradio)\b")
_LIGHT = re.compile(r"%|percent|per cent|bright|dim|light|lamp|bulb|level|lit\b|max|min|full|half")
_HALF = re.compile(r"(?:^|\s)(?:the|an|my|our)$")
_A_VALUE = re.compile(
    r"(?:^(?:\w{1,3} )?\d+$)|\d+ ?(?:°|%|grad|degr|procent|prozent|percent|p[eo]u?r c)"
)


def unfit(said: str, steps: Sequence[Step], home: Home, language: str) -> Refusal | None:
    """Return why steps cannot be what `said` means; None if they can."""
    may_be_title = language == "en" and len(steps) == 1  # "play 1999", "play 98 degrees"
    is_title = may_be_title or not any(map(_plays_a_value, steps))
    if _contradicts(steps) or not is_title or any(map(_plays_half, steps)):
        return Refusal(text=say(language, "not_understood"), code="no_match")
    if language == "en" and any(_dims_unsaid(said, step, home) for step in steps):
        return Refusal(text=say(language, "not_understood"), code="no_match")
    words = plain(said)
    for pattern, is_other in ((_COOLER, _only_heats), (_RADIO, _is_television)):
        found = pattern.search(words)
        targets = [target for step in steps for target in step.targets]
        if found is not None and any(is_other(home, target) for target in targets):
            text = f"There is no {found.group()} here." if language == "en" else ""
            text = text or say(language, "not_understood")
            return Refusal(text=text, code="no_target")
    return None


def _dims_unsaid(said: str, step: Step, home: Home) -> bool:
    """Tell whether lamps take the number of a room: "set the bedroom 18" may be degrees."""
    if step.command.data().get("brightness_pct") is None or _LIGHT.search(said.casefold()):
        return False
    words = plain(said)
    return not any(plain(home.entity(target).name) in words for target in step.targets)


def _only_heats(home: Home, target: EntityId) -> bool:
    if not target.startswith("climate.") or _COOLER.search(_called(home, target)):
        return False
    modes = home.state(target).attributes.get("hvac_modes")
    return isinstance(modes, list | tuple) and bool(modes) and not _COOLS & set(modes)


def _is_television(home: Home, target: EntityId) -> bool:
    is_tv = home.entity(target).device_class == "tv"
    return is_tv and not _RADIO.search(_called(home, target))


def _called(home: Home, target: EntityId) -> str:
    entity = home.entity(target)
    return plain(" ".join((entity.name, *entity.aliases)))


def _contradicts(steps: Sequence[Step]) -> bool:
    values: dict[tuple[EntityId, str, str], object] = {}
    return any(
        values.setdefault((target, step.command.action, key), value) != value
        for step in steps
        if step.command.domain != "todo"  # A list takes several items.
        for target in step.targets
        for key, value in step.command.data().items()
    )


def _plays_a_value(step: Step) -> bool:
    played = step.command.data().get("media_content_id")
    return isinstance(played, str) and _A_VALUE.search(played.casefold()) is not None


def _plays_half(step: Step) -> bool:
    """Tell whether the end of what is to be played was taken for something else: "jazz off the"."""
    played = step.command.data().get("media_content_id")
    return isinstance(played, str) and _HALF.search(played.casefold()) is not None
