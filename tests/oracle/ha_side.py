"""Home Assistant's answers: cases as JSON on stdin, what it does with each as JSON on stdout.

Runs in the environment `.cache/oracle`, never in that of Lares. Time is virtual: the loop's clock,
`time.time` and Home Assistant's `utcnow` all move together.
"""

# ruff: noqa: E402 - the clock is put in before Home Assistant is imported
# mypy: ignore-errors
import asyncio
import datetime as dt
import json
import logging
import random
import sys
import tempfile
import time
from typing import Any

sys.path.insert(0, __file__.rpartition("/tests/")[0])

from tests.oracle.virtual_time import VirtualLoop

LOOP = VirtualLoop()
time.time = lambda: LOOP.unix_s

import homeassistant.util.dt as dt_util


def _utcnow() -> dt.datetime:
    return dt.datetime.fromtimestamp(LOOP.unix_s, dt.UTC)


dt_util.utcnow = _utcnow
dt_util.now = lambda zone=None: _utcnow().astimezone(zone or dt_util.DEFAULT_TIME_ZONE)

from homeassistant import bootstrap, config_entries, core, loader
from homeassistant.helpers import condition, template
from homeassistant.helpers import config_validation as cv
from homeassistant.setup import async_setup_component
from homeassistant.util.unit_system import METRIC_SYSTEM

# Home Assistant spreads what a clock fires over half a second; we compare whole seconds.
random.randint = lambda low, _high: low

RECORDED = {
    "light": ("turn_on", "turn_off", "toggle"),
    "switch": ("turn_on", "turn_off", "toggle"),
    "notify": ("all", "phone"),
    "cover": ("open_cover", "close_cover", "set_cover_position"),
    "lock": ("lock", "unlock"),
    "test": ("one", "two", "fails", "answers"),
}
STATES_SET = {"turn_on": "on", "turn_off": "off"}
HELPERS = (
    "input_boolean",
    "input_number",
    "input_select",
    "input_text",
    "input_datetime",
    "timer",
    "counter",
    "group",
    "template",
    "script",
    "automation",
)


class House:
    """One Home Assistant, and what was seen in it."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.case = case
        self.seen: list[Any] = []
        self.start_s = dt.datetime.fromisoformat(case["start"]).timestamp()

    async def open(self) -> None:
        """Set it up at the start of the case, at its place."""
        LOOP.unix_s = self.start_s
        self.hass = hass = core.HomeAssistant(tempfile.mkdtemp(prefix="oracle"))
        hass.data[loader.DATA_CUSTOM_COMPONENTS] = {}
        hass.config.skip_pip = True
        hass.config.units = METRIC_SYSTEM
        hass.config.latitude, hass.config.longitude = 52.37, 4.89
        hass.config.elevation = 0
        hass.config.set_time_zone(self.case.get("time_zone", "Europe/Amsterdam"))
        hass.config_entries = config_entries.ConfigEntries(hass, {})
        loader.async_setup(hass)
        await bootstrap.async_load_base_functionality(hass)
        for domain, services in RECORDED.items():
            for service in services:
                hass.services.async_register(
                    domain,
                    service,
                    self._serve,
                    supports_response=core.SupportsResponse.OPTIONAL
                    if service == "answers"
                    else core.SupportsResponse.NONE,
                )
        for entity_id, (state, attributes) in self.case.get("states", {}).items():
            hass.states.async_set(entity_id, state, attributes)

    async def set_up(self) -> None:
        """Set up what the case configures, and start."""
        config = self.case.get("config", {})
        self.hass.set_state(core.CoreState.starting)
        for domain in HELPERS:
            if domain in config and not await async_setup_component(self.hass, domain, config):
                raise RuntimeError(f"{domain} cannot be set up")
        await LOOP.settle()
        self.hass.set_state(core.CoreState.running)
        self.hass.bus.async_fire("homeassistant_started")
        await LOOP.settle()
        self.hass.bus.async_listen("state_changed", self._see_state)
        for event_type in self.case.get("watch_events", ()):
            self.hass.bus.async_listen(event_type, self._see_event)

    def _at(self) -> int:
        return int(LOOP.unix_s - self.start_s + 1e-4)

    async def _serve(self, call: core.ServiceCall) -> Any:
        data = dict(call.data)
        targets = data.get("entity_id", [])
        targets = [targets] if isinstance(targets, str) else list(targets)
        if targets:
            data["entity_id"] = targets
        self.seen.append([self._at(), f"{call.domain}.{call.service}", _plain(data)])
        if call.service == "fails":
            raise core.HomeAssistantError("it failed")
        for target in targets:
            self._obey(call, target)
        return {"value": 42} if call.service == "answers" else None

    def _obey(self, call: core.ServiceCall, target: str) -> None:
        old = self.hass.states.get(target)
        if old is None or call.domain not in ("light", "switch"):
            return
        new = STATES_SET.get(call.service, "off" if old.state == "on" else "on")
        self.hass.states.async_set(target, new, old.attributes, context=call.context)

    @core.callback
    def _see_state(self, event: core.Event) -> None:
        entity_id, new = event.data["entity_id"], event.data["new_state"]
        old = event.data["old_state"]
        if new is None or entity_id not in self.case.get("watch", ()):
            return
        if old is None or old.state != new.state:
            self.seen.append([self._at(), "state", [entity_id, new.state]])

    @core.callback
    def _see_event(self, event: core.Event) -> None:
        self.seen.append([self._at(), f"event {event.event_type}", _plain(dict(event.data))])

    async def step(self, kind: str, *values: Any) -> None:
        """Take one step of the case."""
        hass = self.hass
        if kind == "state":
            entity_id, state, *attributes = values
            if state is None:
                hass.states.async_remove(entity_id)
            else:
                old = hass.states.get(entity_id)
                kept = dict(old.attributes) if old else {}
                hass.states.async_set(entity_id, state, attributes[0] if attributes else kept)
        elif kind == "event":
            hass.bus.async_fire(values[0], values[1])
        elif kind == "advance":
            await LOOP.advance(values[0])
        elif kind == "call":
            domain, _, service = values[0].partition(".")
            hass.async_create_task(hass.services.async_call(domain, service, values[1]))
        await LOOP.settle()

    async def close(self) -> None:
        """Cancel what still runs."""
        for task in asyncio.all_tasks():
            if task is not asyncio.current_task():
                task.cancel()
        await LOOP.settle()
        self.hass.import_executor.shutdown(wait=False)
        for timer in list(LOOP._scheduled):
            timer.cancel()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return f"<{type(value).__name__}> {value}"


async def _scenario(case: dict[str, Any]) -> Any:
    house = House(case)
    await house.open()
    try:
        await house.set_up()
        for step in case["steps"]:
            await house.step(*step)
        return house.seen
    finally:
        await house.close()


async def _conditions(case: dict[str, Any]) -> Any:
    house = House(case)
    await house.open()
    try:
        answers = []
        for config, now, variables in case["conditions"]:
            LOOP.unix_s = dt.datetime.fromisoformat(now).timestamp()
            answers.append(await _condition(house.hass, config, variables))
        return answers
    finally:
        await house.close()


async def _condition(hass: core.HomeAssistant, config: Any, variables: Any) -> Any:
    try:
        checked = cv.CONDITION_SCHEMA(config)
        checked = await condition.async_validate_condition_config(hass, checked)
        test = await condition.async_from_config(hass, checked)
        # One that is not enabled gives None, which stops nothing.
        return test(hass, variables) is not False
    except Exception as err:  # noqa: BLE001 - whatever it is, it is the answer
        return {"error": type(err).__name__}


async def _templates(case: dict[str, Any]) -> Any:
    house = House(case)
    await house.open()
    try:
        await house.set_up()
        return [_template(house.hass, *one) for one in case["templates"]]
    finally:
        await house.close()


def _template(hass: core.HomeAssistant, source: str, variables: Any) -> Any:
    try:
        return {"is": _plain(template.Template(source, hass).async_render(variables))}
    except Exception as err:  # noqa: BLE001 - whatever it is, it is the answer
        return {"error": type(err).__name__}


_KINDS = {"scenario": _scenario, "conditions": _conditions, "templates": _templates}


async def _answer(cases: list[dict[str, Any]]) -> list[Any]:
    answers = []
    for case in cases:
        try:
            answers.append(await _KINDS[case["kind"]](case))
        except Exception as err:
            logging.getLogger(__name__).warning("case failed", exc_info=True)
            answers.append({"error": f"{type(err).__name__}: {err}"})
    return answers


def main() -> None:
    """Answer all cases."""
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    asyncio.set_event_loop(LOOP)
    cases = json.load(sys.stdin)
    json.dump(LOOP.run_until_complete(_answer(cases)), sys.stdout)


if __name__ == "__main__":
    main()
