"""The radiator valve of generation 1 (Shelly TRV)."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from hub.home.commands import Command
from hub.home.domains import climate
from hub.home.maker import EntityFacts, NotOffered
from hub.home.model import State
from integrations.local.part import Reading, Status, inside, number
from integrations.shelly.block_view import BlockPart, BlockView, Http

# At its lowest target the valve is shut (Home Assistant, Shelly: block climate).
LOWEST, HIGHEST, STEP = 4, 31, 0.5
# What it is set to when it is told to heat and nobody ever said to what.
USUAL = 20.0


def climates_of(view: BlockView) -> Iterator[BlockPart]:
    """Yield the valve."""
    for block, channel, sensors in view.blocks():
        if "targetTemp" not in sensors:
            continue
        verbs = ("set_temperature", "set_hvac_mode", "turn_on", "turn_off")
        facts = EntityFacts(
            domain="climate",
            key=block,
            device=view.device,
            actions=frozenset(f"climate.{verb}" for verb in verbs),
            attributes={
                "hvac_modes": ["off", "heat"],
                "min_temp": LOWEST,
                "max_temp": HIGHEST,
                "target_temp_step": STEP,
            },
        )
        yield BlockPart(facts, partial(_read, block), block, partial(_set, channel))


def _read(block: str, status: Status) -> Reading:
    told = inside(status, block)
    target, now = told["targetTemp"], told.get("temp")
    is_off = target is None or number(target) <= LOWEST
    opening = _opening(status)
    shown: dict[str, Any] = {
        "temperature": None if target is None else number(target),
        "current_temperature": None if now is None else number(now),
        "hvac_action": "off" if is_off else ("heating" if opening > 0 else "idle"),
    }
    return Reading("off" if is_off else "heat", shown)


def _opening(status: Status) -> float:
    for block in status.values():
        if isinstance(block, dict) and block.get("valvePos") is not None:
            return number(block["valvePos"])
    return 0


async def _set(channel: int, http: Http, command: Command, state: State) -> None:
    target = _target(command, state)
    # "target_t_enabled" leaves a schedule's target for this one.
    params = {"target_t_enabled": 1, "target_t": f"{target:g}"}
    await http.http_request("get", f"thermostat/{channel}", params)


def _target(command: Command, state: State) -> float:
    match command:
        case climate.SetTemperature() if command.temperature is not None:
            return LOWEST if command.hvac_mode == "off" else command.temperature
        case climate.TurnOff():
            return LOWEST
        case climate.SetHvacMode() if command.hvac_mode == "off":
            return LOWEST
        case climate.SetHvacMode() | climate.TurnOn():
            before = state.attributes.get("temperature")
            return before if isinstance(before, int | float) and before > LOWEST else USUAL
        case _:
            raise NotOffered(f"this valve has no {command.action}")
