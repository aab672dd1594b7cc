"""Home Assistant's MQTT components, answering cases (`mqtt_cases`) from stdin as JSON on stdout.

Runs in the environment `.cache/oracle`. There is no broker: a client of our own takes what is
published, and brings what is said.
"""

# ruff: noqa: E402 - the clock is put in before Home Assistant is imported
# mypy: ignore-errors
import asyncio
import json
import logging
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, __file__.rpartition("/tests/")[0])

from tests.oracle.virtual_time import VirtualLoop

LOOP = VirtualLoop()
time.time = lambda: LOOP.unix_s

import paho.mqtt.client as paho


class Client:
    """Stands for the client of paho: a broker that is always there."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self.sent: list[tuple[str, Any]] = []
        self._mid = 0

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *_, **__: None

    def connect(self, *_: Any) -> int:
        self.on_connect(self, None, {}, 0)
        return 0

    def subscribe(self, *_: Any) -> tuple[int, int]:
        self._mid += 1
        self.on_subscribe(self, None, self._mid, (0,))
        return 0, self._mid

    def unsubscribe(self, *_: Any) -> tuple[int, int]:
        self._mid += 1
        self.on_unsubscribe(self, None, self._mid)
        return 0, self._mid

    def publish(self, topic: str, payload: Any = None, *_: Any, **__: Any) -> Any:
        self._mid += 1
        self.sent.append((topic, payload))
        self.on_publish(self, None, self._mid)
        return SimpleNamespace(rc=0, mid=self._mid)


CLIENT = Client()
paho.Client = lambda *_, **__: CLIENT

from homeassistant import bootstrap, config_entries, core, loader
from homeassistant.components import mqtt
from homeassistant.setup import async_setup_component
from homeassistant.util.unit_system import METRIC_SYSTEM


class House:
    """One Home Assistant with MQTT."""

    async def open(self) -> None:
        """Set it up."""
        folder = tempfile.mkdtemp(prefix="oracle")
        (Path(folder) / "configuration.yaml").write_text("")
        self.hass = hass = core.HomeAssistant(folder)
        hass.data[loader.DATA_CUSTOM_COMPONENTS] = {}
        hass.config.skip_pip = True
        hass.config.units = METRIC_SYSTEM
        hass.config.set_time_zone("Europe/Amsterdam")
        hass.config_entries = config_entries.ConfigEntries(hass, {})
        loader.async_setup(hass)
        await bootstrap.async_load_base_functionality(hass)
        hass.config.components |= {"http", "file_upload"}
        await async_setup_component(hass, "homeassistant", {})
        hass.set_state(core.CoreState.running)
        entry = config_entries.ConfigEntry(
            version=1, minor_version=1, domain="mqtt", title="", data={"broker": "127.0.0.1"},
            source="user",
        )  # fmt: skip
        hass.config_entries._entries[entry.entry_id] = entry
        await self._settled(entry.async_setup(hass))
        await LOOP.advance(10)
        self.mqtt = mqtt.get_mqtt_data(hass)

    async def _settled(self, work: Any) -> None:
        task = LOOP.create_task(work)
        await LOOP.settle()
        for _ in range(50):
            if task.done():
                break
            await LOOP.advance(0.5)
        await task

    async def say(self, topic: str, payload: Any) -> None:
        """Bring a message to it."""
        text = payload if isinstance(payload, str) else json.dumps(payload)
        message = SimpleNamespace(
            topic=topic, payload=text.encode(), qos=0, retain=False, timestamp=0.0
        )
        self.mqtt.client._mqtt_handle_message(message)
        await LOOP.settle()

    async def answer(self, case: dict[str, Any]) -> list[Any]:
        """Return what it shows after each step, and what it sends."""
        kind, number = case["kind"], case["number"]
        entity_id = f"{kind}.{kind}_{number}"
        await self.say(f"homeassistant/{kind}/{number}/config", case["config"])
        await LOOP.advance(0.5)
        answers = [self._shown(entity_id)]
        for what, *values in case["steps"]:
            CLIENT.sent.clear()
            if what == "say":
                await self.say(*values)
            else:
                await self._call(entity_id, *values)
            answers.append([*self._shown(entity_id), list(map(list, CLIENT.sent))])
        await self.say(f"homeassistant/{kind}/{number}/config", "")
        return answers

    async def _call(self, entity_id: str, action: str, data: dict[str, Any]) -> None:
        domain, _, service = action.partition(".")
        call = self.hass.services.async_call(
            domain, service, {"entity_id": entity_id, **data}, blocking=True
        )
        try:
            await self._settled(call)
        except Exception as err:  # noqa: BLE001 - whatever it is, nothing was sent
            logging.getLogger(__name__).warning("%s: %s", action, err)

    def _shown(self, entity_id: str) -> list[Any]:
        state = self.hass.states.get(entity_id)
        return ["none", {}] if state is None else [state.state, _plain(dict(state.attributes))]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)


async def _answer(cases: list[dict[str, Any]]) -> list[Any]:
    house = House()
    await house.open()
    return [await house.answer(case) for case in cases]


def main() -> None:
    """Answer all cases."""
    logging.basicConfig(level=logging.CRITICAL, stream=sys.stderr)
    asyncio.set_event_loop(LOOP)
    answers = LOOP.run_until_complete(_answer(json.load(sys.stdin)))
    json.dump(answers, sys.stdout, default=str)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
