"""`lares policy`: try what the guard would say, check the file, have the hub read it again."""

import argparse
import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from hub import remote
from hub.home.errors import HubError
from hub.home.yaml_config import ConfigError

_MARKS = {True: "decides", False: "matches"}


def add_commands(policy: argparse.ArgumentParser) -> None:
    """Add what `lares policy` can do."""
    kinds = policy.add_subparsers(required=True, metavar="test|check|reload")
    trial = kinds.add_parser("test", help="tell what the guard would say, and move nothing")
    trial.add_argument("text", nargs="+", help="a sentence")
    trial.add_argument("--as", dest="who", metavar="WHO", help="a role, or the name of a user")
    trial.add_argument("--by", default="language", metavar="WAY", help="voice, api, rule, ...")
    trial.add_argument("--at", metavar="TIME", help="such as 02:00 or 2026-03-01T02:00")
    trial.add_argument("--home", metavar="WHO", help="nobody, everybody, or person.anna,person.ben")
    trial.add_argument(
        "--all", action="store_true", help="show every policy, not only what matches"
    )
    trial.set_defaults(run=_test)
    check = kinds.add_parser("check", help="list the mistakes of a policy file, with their lines")
    check.add_argument("file", nargs="?", type=Path, metavar="FILE")
    check.set_defaults(run=_check)
    again = kinds.add_parser("reload", help="have the hub read policy.yaml again")
    again.set_defaults(run=_reload)
    for parser in (trial, check, again):
        parser.add_argument("--url", help="the hub's address (default: the one running here)")
        parser.add_argument("--token", help="whose to be (with --url: LARES_TOKEN)")
        parser.add_argument("--config", type=Path, metavar="DIR", help="the folder the hub runs in")
        parser.add_argument("--json", action="store_true", help="print the whole answer as JSON")


def _test(arguments: argparse.Namespace) -> int:
    body: dict[str, Any] = {"text": " ".join(arguments.text), "by": arguments.by}
    if arguments.who:
        body["as"] = arguments.who
    if arguments.at:
        body["at"] = arguments.at
    if arguments.home:
        body["home"] = [one.strip() for one in arguments.home.split(",")]
    answer = _hub(arguments).request("POST", "/api/lares/policy/test", body)
    if arguments.json:
        print(json.dumps(answer, indent=2))
        return 0
    for line in _told(answer, shows_all=arguments.all):
        print(line)
    return 0


def _told(answer: Mapping[str, Any], *, shows_all: bool) -> Iterator[str]:
    supposed, acts = answer["supposed"], answer["acts"]
    who = f"as {supposed['who']}" if supposed["who"] else "nobody attends"
    yield f"{who}, by {supposed['by']}, at {supposed['at'][:16].replace('T', ' ')}"
    if not acts:
        verdict = answer["verdict"]
        yield answer["speech"] or f"{verdict['effect']} ({verdict['policy']}): {verdict['reason']}"
        return
    for act in acts:
        yield f"{act['action']} {act['entity_id']}: {act['effect']} ({act['policy']})"
        yield f"  because {act['reason']}"
        if act["who_may_approve"]:
            yield f"  {act['who_may_approve']} may say yes{_with_pin(act['with_pin'])}"
        for one in act["considered"]:
            if one["matches"] or shows_all:
                mark = _MARKS[one["decides"]] if one["matches"] else "no"
                name = one["policy"].removeprefix("built-in: ")
                yield f"  {mark:>7}  {one['effect']:7}  {one['of']}: {name}: {one['why']}"


def _with_pin(ways: Sequence[str]) -> str:
    return f", over {' or '.join(ways)} only with their PIN" if ways else ""


def _check(arguments: argparse.Namespace) -> int:
    from hub.guard.policy_file import load_policies  # noqa: PLC0415 -- `lares ask` starts fast

    folder = arguments.config or remote.default_folders()[0]
    file = arguments.file or folder / "policy.yaml"
    if arguments.file is not None and not file.is_file():
        raise HubError(f"{file}: there is no such file")
    try:
        policies = load_policies(file)
    except ConfigError as error:
        for problem in error.problems:
            print(f"{problem.file}:{problem.line}: error: {problem.key}: {problem.message}")
        return 1
    unknown = list(_unknown(file, policies, _entities(arguments)))
    for line in unknown:
        print(line)
    counts = f"{len(policies.policies)} policies, {len(policies.invariants)} invariants"
    print(f"{file}: {counts}, no mistakes" + (", but names that nobody has" if unknown else ""))
    return 0


def _unknown(file: Path, policies: Any, entities: frozenset[str]) -> Iterator[str]:
    """Yield a line for each exact entity id that the home of the running hub does not have."""
    if not entities:
        return
    for one in (*policies.policies, *policies.invariants):
        for name in _named(one):
            if name not in entities:
                near = difflib.get_close_matches(name, entities, n=1)
                hint = f"; did you mean {near[0]!r}?" if near else ""
                yield f"{file}: warning: {one.name!r}: no entity {name!r} in this home{hint}"


def _named(one: Any) -> Iterator[str]:
    moment = getattr(one, "match", None) or one.while_
    entities = one.match.entity_id if hasattr(one, "match") else one.entity_id
    yield from (name for name in entities or () if not set(name) & set("*?["))
    yield from moment.when or ()
    if not isinstance(moment.home, str):
        yield from moment.home or ()


def _entities(arguments: argparse.Namespace) -> frozenset[str]:
    """Return the entities of the hub that runs; none if none does."""
    try:
        home = _hub(arguments).request("GET", "/api/lares/home")
    except (remote.NoHub, remote.Rejected):
        return frozenset()
    return frozenset(entity["entity_id"] for entity in home["entities"])


def _reload(arguments: argparse.Namespace) -> int:
    answer = _hub(arguments).request("POST", "/api/lares/policy/reload", {})
    if arguments.json:
        print(json.dumps(answer, indent=2))
        return 0
    print(f"{answer['message']}: {answer['policies']} policies, {answer['invariants']} invariants")
    return 0


def _hub(arguments: argparse.Namespace) -> remote.Remote:
    return remote.find(arguments.url, arguments.token, arguments.config)
