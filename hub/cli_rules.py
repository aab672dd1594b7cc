"""`lares check` and `lares backtest`: rule files looked over, and tried on the past."""

import argparse
import json
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hub import remote
from hub.automation.checking.known_now import known_of, known_of_registries
from hub.automation.files.loading import load
from hub.automation.inspection import inspect
from hub.automation.model.rules import Automation, Configuration
from hub.automation.place import Place
from hub.automation.rulebook import RuleBook
from hub.config import load_config
from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import AreaId, DeviceId, EntityId, FloorId
from hub.home.model import Area, Device, Entity, Floor
from hub.home.yaml_config import ConfigError
from hub.makers import described_devices

Say = Callable[[str], None]
_SHOWN_DATA = 120


def check(arguments: argparse.Namespace, say: Say) -> int:
    """Say what is wrong or odd with `lares.yaml` and the rule files; 1 if anything is wrong."""
    folder = arguments.config or remote.default_folders()[0]
    rules: Path | None = arguments.rules
    if rules is not None and not rules.exists():
        raise HubError(f"--rules {rules}: there is no such file or folder")
    try:
        config = load_config(folder)
    except ConfigError as error:
        say("\n".join(f"{p.file}:{p.line}: error: {p.key}: {p.message}" for p in error.problems))
        return 1
    wrong = described_devices(folder).problems if rules is None else ()
    for problem in wrong:
        say(f"{problem.file}:{problem.line}: error: {problem.key}: {problem.message}")
    # With --rules, only those: the hub's own are looked over without.
    book = RuleBook(folder / "rules" if rules is None else rules).load()
    home = _home_of(arguments)
    known = known_of_registries(book.registries) if home is None else known_of(home)
    place = Place(config.latitude, config.longitude, ZoneInfo(config.time_zone), config.elevation)
    found = inspect(book, known, place, lambda: datetime.now(UTC))
    for one in found:
        say(f"{one.place}: {one.severity}: {one.message}")
    errors = sum(one.severity == "error" for one in found)
    if errors or wrong:
        return 1
    what = folder / "lares.yaml" if rules is None else rules
    read = book.configuration
    said = f"{what}: no mistakes; rules: {len(read.automations)}, scripts: {len(read.scripts)}"
    say(said if home is not None else f"{said} (no hub runs: names of devices are not looked up)")
    return 0


def _home_of(arguments: argparse.Namespace) -> Home | None:
    """Return the home of the hub that runs, as far as the check needs it; None if none runs."""
    try:
        hub = remote.find(None, None, arguments.config)
        told, states = hub.request("GET", "/api/lares/home"), hub.request("GET", "/api/states")
    except (remote.NoHub, remote.Rejected):
        return None
    home = Home()
    for floor in told["floors"]:
        home.put_floor(Floor(FloorId(floor["id"]), floor["name"]))
    for area in told["areas"]:
        home.put_area(Area(AreaId(area["id"]), area["name"], area.get("floor_id")))
    for device in told["devices"]:
        home.put_device(Device(DeviceId(device["id"]), device["name"]))
    for entity in told["entities"]:
        home.put_entity(_entity(entity))
    for state in states:
        if state["entity_id"] in home.entities:
            home.report(EntityId(state["entity_id"]), state["state"], state["attributes"])
    return home


def _entity(told: Mapping[str, Any]) -> Entity:
    return Entity(
        id=EntityId(told["entity_id"]),
        name=told["name"],
        integration=told["integration"],
        unique_id=told["entity_id"],
        device_id=told["device_id"],
        area_id=told["area_id"],
        labels=tuple(told.get("labels", ())),
    )


def backtest(arguments: argparse.Namespace, say: Say) -> int:
    """Say what a rule would have done in the past."""
    hub = remote.find(arguments.url, arguments.token, arguments.config)
    asked: dict[str, Any] = {"last": arguments.last}
    if arguments.start is not None:
        asked = {"start": arguments.start, "end": arguments.end}
    answer = hub.request("POST", "/api/lares/backtest", asked | _rule(arguments, hub))
    if arguments.json:
        say(json.dumps(answer, indent=2))
        return 0
    zone = ZoneInfo(str(hub.request("GET", "/api/config")["time_zone"]))
    _tell(answer, zone, say)
    return 0


def _rule(arguments: argparse.Namespace, hub: remote.Remote) -> dict[str, Any]:
    """Return which rule is meant: in a file, by its id, or by its alias."""
    named: str = arguments.rule
    if arguments.rules is not None:
        return _from_files(arguments.rules, named)
    if Path(named).is_file():
        return _from_files(Path(named), None)
    rules = hub.request("GET", "/api/lares/rules")["rules"]
    for key in ("id", "entity_id", "alias"):
        found = [rule for rule in rules if str(rule[key]).lower() == named.lower()]
        if len(found) == 1:
            return {"rule_id": found[0]["id"]}
    raise HubError(f"there is no rule {named!r}, nor such a file; list them with: lares rules")


def _from_files(path: Path, named: str | None) -> dict[str, Any]:
    if not path.exists():
        raise HubError(f"--rules {path}: there is no such file or folder")
    loaded = load(path, environ=os.environ)
    configuration = loaded.configuration
    wanted = [rule for rule in configuration.automations if _is_called(rule, named)]
    if len(wanted) == 1:
        return {"yaml": _package(wanted[0], configuration)}
    if not wanted and loaded.problems:
        raise ConfigError(loaded.problems)
    known = ", ".join(rule.id for rule in configuration.automations[:20]) or "none"
    remedy = f"name one with: lares backtest ID --rules {path}" if named is None else "choose one"
    raise HubError(f"{path}: {len(wanted)} automations are meant; {remedy} (there: {known})")


def _is_called(rule: Automation, named: str | None) -> bool:
    return named is None or named.lower() in {rule.id.lower(), rule.alias.lower()}


def _package(rule: Automation, configuration: Configuration) -> str:
    """Return a rule and all scripts, as JSON, which is YAML too."""
    scripts = {script.object_id: script.raw for script in configuration.scripts}
    raw = {**rule.raw, "id": rule.id}
    return json.dumps({"automation": [raw], "script": scripts}, default=str)


def _tell(answer: Mapping[str, Any], zone: tzinfo, say: Say) -> None:
    start, end = (_moment(answer[key], zone) for key in ("start", "end"))
    say(f"{answer['alias']}: {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}")
    day = None
    for run in answer["runs"]:
        at = _moment(run["at"], zone)
        if at.date() != day:
            day = at.date()
            say(f"\n{at:%A %d %B %Y}")
        say(f"  {at:%H:%M:%S}  {run['trigger'] or 'started'}{_ending(run)}")
        for call in run["calls"]:
            say(f"    {_moment(call['at'], zone):%H:%M:%S}  {_call(call)}")
    calls = sum(len(run["calls"]) for run in answer["runs"])
    runs = len(answer["runs"])
    say(f"\n{_counted(runs, 'run')}, {_counted(calls, 'call')}; nothing was sent")
    for problem in answer["problems"]:
        say(f"problem: {problem}")
    for note in answer["notes"]:
        say(f"note: {note}")
    if answer["cut"]:
        say("note: there was more than a replay may take; choose a shorter time")


def _ending(run: Mapping[str, Any]) -> str:
    match run["ending"]:
        case "finished":
            return ""
        case "failed_conditions":
            return ": its conditions did not hold"
        case "error":
            return f": broke off: {run['error']}"
        case other:
            return f": {str(other).replace('_', ' ')}"


def _call(call: Mapping[str, Any]) -> str:
    data = ", ".join(f"{key}={value}" for key, value in call["data"].items() if value is not None)
    shown = data if len(data) <= _SHOWN_DATA else f"{data[:_SHOWN_DATA]}..."
    targets = ", ".join(target for target in call["targets"] if "." in target)
    text = " ".join(
        part for part in (call["action"], targets, f"({shown})" if shown else "") if part
    )
    return text if call["effect"] == "allow" else f"{text} [{call['effect']}: {call['reason']}]"


def _moment(text: str, zone: tzinfo) -> datetime:
    return datetime.fromisoformat(text).astimezone(zone)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
