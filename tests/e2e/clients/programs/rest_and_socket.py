"""The package homeassistant-api, over REST and over the WebSocket: URL TOKEN; prints JSON lines."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from homeassistant_api import Client, State, WebsocketClient  # type: ignore[import-not-found]

LAMP = "light.kitchen_ceiling"


def tell(step: str, ask: Callable[[], Any]) -> None:
    """Print what a step gave, or how it failed."""
    try:
        told = {"step": step, "told": ask()}
    except Exception as error:  # noqa: BLE001 -- whatever it is, the test shows it
        told = {"step": step, "failed": f"{type(error).__name__}: {error}"}
    sys.stdout.write(json.dumps(told, default=str) + "\n")
    sys.stdout.flush()


def over_rest(url: str, token: str) -> None:
    """Use every call of the REST client."""
    with Client(f"{url}/api", token) as client:
        hour_ago = datetime.now(UTC) - timedelta(hours=1)
        lamp = client.get_entity(entity_id=LAMP)
        tell("running", client.check_api_running)
        tell("config", lambda: client.get_config()["location_name"])
        tell("components", client.get_components)
        tell("check", client.check_api_config)
        tell("log", client.get_error_log)
        tell("states", lambda: [one.entity_id for one in client.get_states()])
        tell("entities", lambda: sorted(client.get_entities()))
        tell("domains", lambda: sorted(client.get_domains()))
        tell("off", lambda: client.get_domain("light").turn_off(entity_id=LAMP)[0][0].state)
        tell("on", lambda: client.trigger_service("light", "turn_on", entity_id=LAMP)[0].state)
        tell("state", lambda: client.get_state(entity_id=LAMP).state)
        tell("forecast", lambda: client.trigger_service_with_response(
            "weather", "get_forecasts", entity_id="weather.home", type="daily"))  # fmt: skip
        tell("unlock", lambda: client.trigger_service(
            "lock", "unlock", entity_id="lock.front_door"))  # fmt: skip
        tell("histories", lambda: [
            [state.state for state in found.states]
            for found in client.get_entity_histories([lamp], start_timestamp=hour_ago)
        ])  # fmt: skip
        tell("logbook", lambda: [
            entry.state
            for entry in client.get_logbook_entries(
                filter_entities=LAMP,
                start_timestamp=hour_ago,
                end_timestamp=datetime.now(UTC) + timedelta(minutes=1),
            )
        ])  # fmt: skip
        template = "{{ states('light.kitchen_ceiling') }}"
        tell("template", lambda: client.get_rendered_template(template))
        reported = State(entity_id="sensor.mine", state="3", attributes={"by": "a program"})
        tell("reported", lambda: client.set_state(reported).state)
        tell("events", lambda: [one.event for one in client.get_events()])
        tell("fired", lambda: client.fire_event("doorbell", n=1))
        tell("missing", lambda: client.get_state(entity_id="light.nowhere"))


def over_socket(url: str, token: str) -> None:
    """Use the calls of the WebSocket client that are about a home."""
    with WebsocketClient(f"{url.replace('http', 'ws', 1)}/api/websocket", token) as client:
        tell("ws ping", lambda: client.ping_latency() >= 0)
        tell("ws config", lambda: client.get_config()["location_name"])
        tell("ws states", lambda: [one.entity_id for one in client.get_states()])
        tell("ws entities", lambda: sorted(client.get_entities()))
        tell("ws domains", lambda: sorted(client.get_domains()))
        tell("ws registry", lambda: [one.entity_id for one in client.list_entity_registry()])
        tell("ws registered", lambda: client.get_entity_registry_entry(LAMP).entity_id)
        tell("ws entries", lambda: len(client.get_config_entries()))
        tell("ws new", lambda: len(client.get_nonuser_flows_in_progress()))
        tell("ws template", lambda: client.get_rendered_template("{{ 6 * 7 }}"))
        tell("ws called", lambda: client.trigger_service("light", "turn_on", entity_id=LAMP))
        tell("ws state", lambda: client.get_state(entity_id=LAMP).state)
        tell("ws event", lambda: _heard(client))
        tell("ws trigger", lambda: _triggered(client))


def _heard(client: Any) -> Any:
    with client.listen_events("doorbell") as events:
        client.fire_event("doorbell", n=2)
        return next(iter(events)).data


def _triggered(client: Any) -> Any:
    with client.listen_trigger("state", entity_id=LAMP, to="off") as fired:
        client.trigger_service("light", "turn_off", entity_id=LAMP)
        return next(iter(fired))["trigger"]["to_state"]["state"]


if __name__ == "__main__":
    over_rest(sys.argv[1], sys.argv[2])
    over_socket(sys.argv[1], sys.argv[2])
