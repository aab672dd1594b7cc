"""Real devices: what they announce, report and understand, one file per model in `devices/`.

A file says the maker, the model and where this is documented; `announce`: payloads by topic below
the discovery prefix; `steps`: one after the other,

- `say` (topic: payload, ...) and what then `shows` (entity: [state, {attribute: value, ...}]);
- `call` [entity, action, data] and what it `sends` ([[topic, payload], ...]; an object stands for
  JSON text that means the same).
"""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.mqtt_desk import Desk, plain

FOLDER = Path(__file__).parent / "devices"
FILES = sorted(FOLDER.glob("*.yaml"))
KEYS = {"maker", "model", "source", "announce", "steps"}


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(found) == KEYS, f"{path.name}: expected the keys {sorted(KEYS)}"
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_device(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    sheet = _read(path)
    desk = Desk()
    for where, config in sheet["announce"].items():
        desk.announce(where, config)
    for number, step in enumerate(sheet["steps"], start=1):
        try:
            _take(desk, step)
        except AssertionError as error:
            raise AssertionError(f"{path.name}, step {number}: {error}") from None
    assert not caplog.text


async def test_there_are_devices_of_many_makers() -> None:
    sheets = [_read(path) for path in FILES]
    assert len({(sheet["maker"], sheet["model"]) for sheet in sheets}) >= 40
    assert len({sheet["maker"] for sheet in sheets}) >= 12
    assert all(sheet["source"] for sheet in sheets)


def _take(desk: Desk, step: dict[str, Any]) -> None:
    for topic, payload in step.get("say", {}).items():
        desk.say(topic, payload)
    for entity, (state, *attributes) in step.get("shows", {}).items():
        desk.shows(entity, str(state), **(attributes[0] if attributes else {}))
    if "call" in step:
        entity, action, *data = step["call"]
        told = desk.tells(entity, action, **(data[0] if data else {}))
        assert [
            [topic, _like(payload, to)] for (topic, payload), (_, to) in _pairs(told, step)
        ] == [[topic, payload] for topic, payload in step["sends"]]


def _pairs(told: list[tuple[str, str]], step: dict[str, Any]) -> list[Any]:
    assert len(told) == len(step["sends"]), f"sent {told}"
    return list(zip(told, step["sends"], strict=True))


def _like(payload: str, wanted: object) -> object:
    return plain(json.loads(payload)) if isinstance(wanted, dict | list) else payload
