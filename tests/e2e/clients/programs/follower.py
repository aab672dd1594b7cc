"""An app of AppDaemon's: the desk lamp follows the kitchen light, and the hub hears of it."""

from typing import Any

import appdaemon.plugins.hass.hassapi as hass  # type: ignore[import-not-found]

LEADER, LAMP = "light.kitchen_ceiling", "light.desk_lamp"


class Follower(hass.Hass):  # type: ignore[misc]
    """Listens to a state and an event, calls actions, and reports a state of its own."""

    def initialize(self) -> None:
        """Begin to listen."""
        self.listen_state(self.follow, LEADER)
        self.listen_event(self.answer, "are_you_there")

    def answer(self, event: str, data: dict[str, Any], **_: Any) -> None:
        """Say that it is there, and what it heard."""
        self.fire_event("here_i_am", heard=event, n=data["n"])
        state = self.get_state(LEADER)
        self.set_state("sensor.follower", state="listening", attributes={"leader": state})

    def follow(self, _entity: str, _attribute: str, _old: str, new: str, **_: Any) -> None:
        """Do to the lamp what was done to the light."""
        self.call_service(f"light/turn_{new}", entity_id=LAMP)
        shown = self.render_template("{{ states('light.kitchen_ceiling') }}")
        past = self.get_history(entity_id=LEADER)
        attributes = {"template": shown, "history": len(past[0])}
        self.set_state("sensor.follower", state=f"followed {new}", attributes=attributes)
