"""Devices that people describe in files of their own: `devices/*.yaml` in the hub's folder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.maker import Entry
from hub.home.yaml_config import ConfigError, ConfigProblem, FindSecret, parse_yaml

FOLDER = "devices"
# Ids of entries from files begin so; they are kept in the file, not in the database.
FROM_FILE = "file:"
INTEGRATION = "http"


@dataclass(frozen=True, slots=True)
class Described:
    """What the files say: the devices, by their entries' ids, and what is wrong with others."""

    devices: Mapping[str, BaseModel]
    problems: Sequence[ConfigProblem]


def read_devices(folder: Path, model: type[BaseModel], secrets: FindSecret) -> Described:
    """Read all files; a wrong one costs itself, and every mistake of it is named."""
    devices: dict[str, BaseModel] = {}
    problems: list[ConfigProblem] = []
    named: dict[str, str] = {}
    for file in sorted(folder.glob("*.yaml")):
        try:
            text = file.read_text(encoding="utf-8")
            device = parse_yaml(text, str(file), model, secrets)
            own_id = str(getattr(device, "id", file.stem))
            if own_id in named:
                message = f"{own_id!r} is the id of the device in {named[own_id]}; give it another"
                problems.append(ConfigProblem(str(file), 1, "id", message))
                continue
            named[own_id] = file.name
            devices[f"{FROM_FILE}{file.stem}"] = device
        except ConfigError as error:
            problems.extend(error.problems)
        except (OSError, UnicodeDecodeError) as error:
            problems.append(ConfigProblem(str(file), 1, "", f"cannot be read: {error}"))
    return Described(devices, problems)


def entries_of(devices: Mapping[str, BaseModel], home: Home) -> list[Entry]:
    """Return the entries that described devices stand for."""
    found = []
    for entry_id, device in devices.items():
        data = device.model_dump(by_alias=True, exclude_unset=True)
        area = data.pop("area", None)
        found.append(
            Entry(
                id=entry_id,
                integration=INTEGRATION,
                unique_id=str(data["id"]),
                title=str(data["name"]),
                data=data,
                area_id=home.area_named(area).id if area else None,
            )
        )
    return found


def check_no_file(entry_id: str) -> None:
    """Check that an entry is not kept in a file.

    Raises:
        HubError: it is; the message names the file.
    """
    if entry_id.startswith(FROM_FILE):
        file = f"{FOLDER}/{entry_id.removeprefix(FROM_FILE)}.yaml"
        raise HubError(f"this device is described in {file}; change that, then reload the hub")
