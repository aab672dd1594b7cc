"""Names that stand for other actions: `notify.phone`, `automation.reload`, `script.good_night`."""

from collections.abc import Mapping
from typing import Any

from hub.home.actions import ACTIONS
from hub.home.ids import HOUSE, EntityId
from hub.record import record

# What may be asked of scripts by these names is no script's own name.
_OF_SCRIPTS = frozenset({"turn_on", "turn_off", "toggle", "reload"})


@record(frozen=True, slots=True)
class Meant:
    """The action that is meant, its data, and its one target."""

    action: str
    data: Mapping[str, Any]
    target: EntityId


def meant_by(action: str, data: Mapping[str, Any]) -> Meant | None:
    """Return what a call of an action that no entity takes comes to; None for all others.

    Any `notify.<name>` tells all who live here; any `<domain>.reload` reads all rule files;
    `script.<name>` runs that script with the data as its variables.
    """
    domain, _, verb = action.partition(".")
    if domain == "script" and verb not in _OF_SCRIPTS:
        given = {"variables": dict(data)} if data else {}
        return Meant("script.turn_on", given, EntityId(f"script.{verb}"))
    if domain == "notify" and verb != "send_message":
        return Meant("notify.notify", {**data, "service": verb}, HOUSE)
    if verb == "reload" or verb.startswith("reload_"):
        return Meant("homeassistant.reload_all", {}, HOUSE)
    if action in ACTIONS and ACTIONS[action].is_for_house:
        return Meant(action, data, HOUSE)
    return None
