"""`lares devices`: what is new, adopting, ignoring, replacing, and how adopted ones are doing."""

import argparse
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from hub import remote
from hub.home.errors import HubError

Options = Callable[[argparse.ArgumentParser], None]


def add_device_commands(devices: argparse.ArgumentParser, options: Options) -> None:
    """Add what can be done with devices; `options` adds those that every command has."""
    options(devices)
    devices.set_defaults(run=_list)
    commands = devices.add_subparsers(metavar="WHAT")
    search = commands.add_parser("search", help="ask for devices that do not announce themselves")
    search.set_defaults(run=_search)
    adopt = commands.add_parser("adopt", help="take a new device into the home")
    adopt.add_argument("id", help="as `lares devices` lists it")
    adopt.set_defaults(run=_adopt)
    add = commands.add_parser("add", help="adopt a device by its address")
    add.add_argument("integration", help="such as shelly, hue or esphome")
    add.set_defaults(run=_add)
    for wishing in (adopt, add):
        wishing.add_argument("--name", help="what it is called from now on")
        wishing.add_argument("--area", help="the area's id")
        wishing.add_argument(
            "--set", action="append", default=[], metavar="KEY=VALUE",
            help="what its maker asks for, such as host=192.168.1.7 or password=...",
        )  # fmt: skip
    for action in ("ignore", "offer_again"):
        decide = commands.add_parser(action.replace("_", "-"), help=f"{action.replace('_', ' ')}")
        decide.add_argument("id")
        decide.set_defaults(run=_decide, action=action)
    replace = commands.add_parser("replace", help="let a device take the place of another")
    replace.add_argument("old", help="the id of the one that is gone")
    replace.add_argument("by", help="the id of the one that takes its place")
    replace.set_defaults(run=_replace)
    remove = commands.add_parser("remove", help="let an adopted device go")
    remove.add_argument("id", help="the entry's id")
    remove.set_defaults(run=_remove)
    for command in commands.choices.values():
        options(command)


def _list(arguments: argparse.Namespace) -> int:
    hub = _hub(arguments)
    _show_new(hub.request("GET", "/api/lares/new"))
    for entry in hub.request("GET", "/api/lares/entries"):
        problem = f": {entry['problem']}" if entry["problem"] else ""
        print(
            f"{entry['id']}  {entry['integration']}  {entry['title']}  {entry['status']}{problem}"
        )
    return 0


def _search(arguments: argparse.Namespace) -> int:
    _show_new(_hub(arguments).request("POST", "/api/lares/search", {}))
    return 0


def _adopt(arguments: argparse.Namespace) -> int:
    body = {"action": "adopt", **_wishes(arguments)}
    path = f"/api/lares/new/{quote(arguments.id, safe='')}"
    return _adopted(_hub(arguments).request("POST", path, body))


def _add(arguments: argparse.Namespace) -> int:
    body = {"integration": arguments.integration, **_wishes(arguments)}
    return _adopted(_hub(arguments).request("POST", "/api/lares/entries", body))


def _decide(arguments: argparse.Namespace) -> int:
    path = f"/api/lares/new/{quote(arguments.id, safe='')}"
    print(_hub(arguments).request("POST", path, {"action": arguments.action})["message"])
    return 0


def _replace(arguments: argparse.Namespace) -> int:
    path = f"/api/lares/devices/{quote(arguments.old, safe='')}/replace"
    moved = _hub(arguments).request("POST", path, {"by": arguments.by})["entities"]
    for stays, was in moved.items():
        print(f"{stays}  was {was}")
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    path = f"/api/lares/entries/{quote(arguments.id, safe='')}"
    print(_hub(arguments).request("DELETE", path)["message"])
    return 0


def _show_new(things: Iterable[dict[str, Any]]) -> None:
    for thing in things:
        state = "ignored" if thing["is_ignored"] else "new"
        asks = f"  asks for {', '.join(thing['asks'])}" if thing["asks"] else ""
        print(f"{thing['id']}  {state}  {thing['title']}{asks}")


def _adopted(answer: dict[str, Any]) -> int:
    entry = answer.get("entry")
    if entry is not None:
        problem = f": {entry['problem']}" if entry["problem"] else ""
        print(f"{entry['title']}: {entry['status']}{problem}")
    for device_id in answer["device_ids"]:
        print(f"adopted {device_id}")
    return 0


def _wishes(arguments: argparse.Namespace) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for setting in arguments.set:
        key, is_set, value = setting.partition("=")
        if not is_set:
            raise HubError(f"--set wants KEY=VALUE, not {setting!r}")
        data[key] = int(value) if key == "port" and value.isdigit() else value
    wishes = {"name": arguments.name, "area": arguments.area, "data": data}
    return {key: value for key, value in wishes.items() if value is not None}


def _hub(arguments: argparse.Namespace) -> remote.Remote:
    return remote.find(arguments.url, arguments.token, arguments.config)
