"""`lares user` and `lares token`: who may come in, and what they see and move.

Passwords and PINs are asked for, or read from standard input; they never stand in a command line,
where other programs and the shell's history would see them.
"""

import argparse
import getpass
import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from hub import remote
from hub.home.errors import HubError
from hub.home.people import Role
from hub.recorder.tokens import Scope

HubOptions = Callable[[argparse.ArgumentParser], None]
_USERS = "/api/lares/users"
_PHONES = "/api/lares/phones"
_SPAN = re.compile(r"(\d{1,5})\s*([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
_ROLES = [role.value for role in Role]
# Commands that take no name of a user, or need none.
_OF_NOBODY = frozenset({"list", "phones", "phone-remove"})
_SCOPES = [scope.value for scope in Scope]


def add_user_commands(user: argparse.ArgumentParser, hub_options: HubOptions) -> None:
    """Add what `lares user` can do; `hub_options` adds how the hub is found."""
    kinds = user.add_subparsers(
        required=True,
        metavar="list|add|role|password|pin|grant|until|person|phones|phone-remove|remove",
    )

    def command(
        name: str, run: Callable[[argparse.Namespace], int], about: str
    ) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = kinds.add_parser(name, help=about)
        parser.set_defaults(run=run)
        hub_options(parser)
        if name not in _OF_NOBODY:
            parser.add_argument("name", metavar="NAME")
        return parser

    command("list", _list, "list everybody")
    add = command("add", _add, "add somebody")
    add.add_argument("--role", choices=_ROLES, default=Role.GUEST.value, help="default: guest")
    add.add_argument("--until", metavar="TIME", help="such as 3d, 2026-05-01 or 2026-05-01T18:00")
    command("role", _role, "change what somebody is").add_argument("role", choices=_ROLES)
    for name, what in (("password", "password"), ("pin", "PIN of 4 to 12 digits")):
        parser = command(name, _secret, f"set somebody's {what}; it is asked for")
        parser.add_argument("--none", action="store_true", help="take it away")
        parser.set_defaults(secret=name, end_all=False)
        if name == "password":
            parser.add_argument(
                "--end-all",
                action="store_true",
                help="end all their tokens and phones too, as after something was stolen",
            )
    grant = command("grant", _grant, "change what somebody sees and moves; without more, all")
    for verb in ("see", "move"):
        for what in ("areas", "domains"):
            grant.add_argument(
                f"--{verb}-{what}", metavar="A,B", help=f"only what is in these {what}"
            )
    until = command("until", _until, "change when somebody's access ends")
    until.add_argument("until", metavar="TIME|never")
    person = command("person", _person, "tell which person.* somebody is")
    person.add_argument("person", metavar="ENTITY|none")
    phones = command("phones", _phones, "list phones with the companion app")
    phones.add_argument("name", metavar="NAME", nargs="?", help="whose; default: everybody's")
    lost = command("phone-remove", _phone_remove, "end what a phone may do, as when it is lost")
    lost.add_argument("phone", metavar="ID", help="as `lares user phones` lists it")
    command("remove", _remove, "forget somebody; their tokens and phones end")


def add_token_commands(token: argparse.ArgumentParser, hub_options: HubOptions) -> None:
    """Add what `lares token` can do."""
    kinds = token.add_subparsers(required=True, metavar="create|list|revoke")
    create = kinds.add_parser("create", help="make a token; it is shown once")
    create.add_argument("name")
    create.add_argument(
        "--scope", choices=_SCOPES, default=Scope.ADMIN.value, help="default: admin"
    )
    create.add_argument(
        "--days", type=int, metavar="N", help="how long it lasts; default: for good"
    )
    create.add_argument("--user", metavar="NAME", help="whose it is")
    create.set_defaults(run=_token_create)
    listing = kinds.add_parser("list", help="list tokens")
    listing.set_defaults(run=_token_list)
    revoke = kinds.add_parser("revoke", help="revoke a token")
    revoke.add_argument("which", metavar="ID|NAME")
    revoke.set_defaults(run=_token_revoke)
    for parser in (create, listing, revoke):
        hub_options(parser)


def moment_of(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """Return the time that is meant: a span from now, a day (to its end), or a time of the house.

    Raises:
        HubError: it is none of these.
    """
    span = _SPAN.fullmatch(text.strip())
    try:
        if span is not None:
            return now + timedelta(**{_UNITS[span[2]]: int(span[1])})
        if "T" not in text and " " not in text:
            day = datetime.fromisoformat(text).date()
            return datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC)
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise HubError(f"{text!r} is no time such as 3d, 2026-05-01 or 2026-05-01T18:00") from None


def _list(arguments: argparse.Namespace) -> int:
    hub = _hub(arguments)
    users = hub.request("GET", _USERS)
    if arguments.json:
        print(json.dumps(users, indent=2))
        return 0
    zone = _zone(hub)
    for user in users:
        print(f"{user['name']}  {user['role']}{_details(user, zone)}")
    return 0


def _details(user: dict[str, Any], zone: ZoneInfo) -> str:
    said = [word for word, key in (("password", "has_password"), ("PIN", "has_pin")) if user[key]]
    for verb in ("sees", "moves"):
        parts = [
            f"{key} {', '.join(names)}" for key, names in user[verb].items() if names is not None
        ]
        said += [f"{verb} only {' and '.join(parts)}"] if parts else []
    if user["person_id"]:
        said.append(user["person_id"])
    if user["until"]:
        said.append(_ending(user, zone))
    return f"  ({'; '.join(said)})" if said else ""


def _ending(user: dict[str, Any], zone: ZoneInfo) -> str:
    end = datetime.fromisoformat(user["until"]).astimezone(zone)
    verb = "ended at" if end <= datetime.now(UTC) else "until"
    if end.time() == time.min:
        return f"{verb} the end of {end.date() - timedelta(days=1)}"
    return f"{verb} {end:%Y-%m-%d %H:%M}"


def _add(arguments: argparse.Namespace) -> int:
    hub = _hub(arguments)
    body: dict[str, Any] = {"name": arguments.name, "role": arguments.role}
    if arguments.until:
        body["until"] = _moment(hub, arguments.until).isoformat()
    made = hub.request("POST", _USERS, body)
    name, role = made["name"], made["role"]
    article = "an" if role[0] in "ao" else "a"
    details = _details(made, _zone(hub)) if made["until"] else ""
    words = f"{name} is {article} {role}{details}; next: lares user password {name!r}"
    return _told(arguments, made, words)


def _role(arguments: argparse.Namespace) -> int:
    return _change(arguments, {"role": arguments.role})


def _grant(arguments: argparse.Namespace) -> int:
    body = {
        noun: {what: _names(getattr(arguments, f"{verb}_{what}")) for what in ("areas", "domains")}
        for noun, verb in (("sees", "see"), ("moves", "move"))
    }
    return _change(arguments, body)


def _until(arguments: argparse.Namespace) -> int:
    hub = _hub(arguments)
    never = arguments.until == "never"
    return _change(
        arguments, {"until": None if never else _moment(hub, arguments.until).isoformat()}
    )


def _person(arguments: argparse.Namespace) -> int:
    person = None if arguments.person == "none" else arguments.person
    status = _change(arguments, {"person_id": person})
    if person is not None:
        _warn_of_nobody(_hub(arguments), person)
    return status


def _warn_of_nobody(hub: remote.Remote, person: str) -> None:
    states = hub.request("GET", "/api/states")
    there = [one["entity_id"] for one in states if one["entity_id"].startswith("person.")]
    if person not in there:
        known = ", ".join(there) or "none; a rule file makes one"
        print(f"note: there is no {person} in this home yet; there is {known}", file=sys.stderr)


def _remove(arguments: argparse.Namespace) -> int:
    hub = _hub(arguments)
    told = hub.request("DELETE", f"{_USERS}/{_id_of(hub, arguments.name)}")
    return _told(arguments, told, told["message"])


def _phones(arguments: argparse.Namespace) -> int:
    hub = _hub(arguments)
    phones = hub.request("GET", _PHONES)
    if arguments.name is not None:
        user_id = _id_of(hub, arguments.name)
        phones = [phone for phone in phones if phone["user_id"] == user_id]
    if arguments.json:
        print(json.dumps(phones, indent=2))
        return 0
    names = {user["id"]: user["name"] for user in hub.request("GET", _USERS)}
    for phone in phones:
        whose = names.get(phone["user_id"], "nobody who is known")
        print(f"{phone['id']}  {phone['name']}  ({phone['model']}; {phone['app']}; of {whose})")
    return 0


def _phone_remove(arguments: argparse.Namespace) -> int:
    # What is no id must not lead to another address.
    path = f"{_PHONES}/{quote(arguments.phone, safe='')}"
    told = _hub(arguments).request("DELETE", path)
    return _told(arguments, told, told["message"])


def _secret(arguments: argparse.Namespace) -> int:
    hub = _hub(arguments)
    path = f"{_USERS}/{_id_of(hub, arguments.name)}/{arguments.secret}"
    word = "PIN" if arguments.secret == "pin" else "password"  # noqa: S105 - the word itself
    value = None if arguments.none else _asked(word)
    more = {"end_all": True} if arguments.end_all else {}
    told = hub.request("PUT", path, {arguments.secret: value, **more})
    return _told(arguments, told, told["message"])


def _asked(word: str) -> str:
    """Return a secret: asked for twice at a terminal, else a line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"New {word}: ")
    if getpass.getpass("Once more: ") != first:
        raise HubError("these are not the same; nothing is changed")
    return first


def _change(arguments: argparse.Namespace, body: dict[str, Any]) -> int:
    hub = _hub(arguments)
    changed = hub.request("PATCH", f"{_USERS}/{_id_of(hub, arguments.name)}", body)
    details = _details(changed, _zone(hub))
    return _told(arguments, changed, f"{changed['name']}  {changed['role']}{details}")


def _id_of(hub: remote.Remote, name: str) -> str:
    wanted = " ".join(name.split()).casefold()
    users = hub.request("GET", _USERS)
    for user in users:
        if user["name"].casefold() == wanted:
            return str(user["id"])
    known = ", ".join(user["name"] for user in users)
    raise HubError(f"there is no user {name!r}; there are {known}")


def _moment(hub: remote.Remote, text: str) -> datetime:
    return moment_of(text, _zone(hub), datetime.now(UTC))


def _zone(hub: remote.Remote) -> ZoneInfo:
    return ZoneInfo(str(hub.request("GET", "/api/config")["time_zone"]))


def _names(text: str | None) -> list[str] | None:
    if text is None:
        return None
    return [name.strip() for name in text.split(",") if name.strip()]


def _told(arguments: argparse.Namespace, answer: Any, words: str) -> int:
    print(json.dumps(answer, indent=2) if arguments.json else words)
    return 0


def _token_create(arguments: argparse.Namespace) -> int:
    hub = _hub(arguments)
    body: dict[str, Any] = {"name": arguments.name, "scope": arguments.scope}
    if arguments.days is not None:
        body["days"] = arguments.days
    if arguments.user is not None:
        body["user_id"] = _id_of(hub, arguments.user)
    made = hub.request("POST", "/api/lares/tokens", body)
    return _told(arguments, made, made["token"])


def _token_list(arguments: argparse.Namespace) -> int:
    tokens = _hub(arguments).request("GET", "/api/lares/tokens")
    if arguments.json:
        print(json.dumps(tokens, indent=2))
        return 0
    for token in tokens:
        kind = "login" if token["kind"] == "refresh" else token["scope"]
        ends = f", until {token['expires']}" if token["expires"] else ""
        used = token.get("last_used") or "never"
        print(f"{token['id']}  {token['name']}  {kind}, last used {used}{ends}")
    return 0


def _token_revoke(arguments: argparse.Namespace) -> int:
    hub = _hub(arguments)
    tokens = hub.request("GET", "/api/lares/tokens")
    meant = [one for one in tokens if arguments.which in (one["id"], one["name"])]
    if not meant:
        raise HubError(f"no token {arguments.which!r}; see them with: lares token list")
    if len(meant) > 1:
        ids = ", ".join(str(one["id"]) for one in meant)
        raise HubError(f"{len(meant)} tokens are named {arguments.which!r}; give the id: {ids}")
    hub.request("DELETE", f"/api/lares/tokens/{meant[0]['id']}")
    print("revoked")
    return 0


def _hub(arguments: argparse.Namespace) -> remote.Remote:
    return remote.find(arguments.url, arguments.token, arguments.config)
