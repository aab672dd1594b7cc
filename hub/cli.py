"""The `lares` command. It starts a hub (`demo`, `run`) or talks to the one that runs."""

import argparse
import asyncio
import gc
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from hub import __version__, cli_approve, remote
from hub.cli_audit import add_commands as add_audit_commands
from hub.cli_backup import add_commands as add_backup_commands
from hub.cli_devices import add_device_commands
from hub.cli_mcp import add_commands as add_mcp_commands
from hub.cli_people import add_token_commands, add_user_commands
from hub.cli_plan import print_plan
from hub.cli_policy import add_commands as add_policy_commands
from hub.cli_voice import add_commands as add_voice_commands
from hub.config import Config, token_from_environment
from hub.home.errors import HubError
from hub.language.training.command import add_arguments as add_train_arguments
from hub.language.training.command import options_of as train_options
from hub.language.training.command import run as train_adapter

INTERRUPTED = 130
LAST_PORT = 65535
HOMES = Path(__file__).parent.parent / "rules" / "homes"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status, 0 for success."""
    arguments = _parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments)
    except (HubError, BaseExceptionGroup) as error:
        known = _told_on_purpose(error)
        if known is None:
            raise
        print(f"lares: {known}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def _told_on_purpose(error: BaseException) -> HubError | None:
    """Return the error made for people, out of the groups that task groups wrap it in."""
    match error:
        case HubError():
            return error
        case BaseExceptionGroup():
            return next(filter(None, map(_told_on_purpose, error.exceptions)), None)
        case _:
            return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lares", description="A smart-home hub you talk to.")
    parser.add_argument("--version", action="version", version=f"lares {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    _starters(commands)
    ask = commands.add_parser("ask", help="say something to the hub")
    ask.add_argument("text", nargs="+")
    ask.add_argument("--area", help="the area you speak in")
    ask.set_defaults(run=_ask)
    plan = commands.add_parser("plan", help="show what a sentence would do, and do nothing")
    plan.add_argument("text", nargs="+")
    plan.set_defaults(run=_plan)
    for name, approve in (("approve", True), ("reject", False)):
        decide = commands.add_parser(
            name, help=f"{name} a plan that waits (the last one by default)"
        )
        decide.add_argument("id", nargs="?")
        decide.set_defaults(run=_decide, approve=approve)
    commands.add_parser("undo", help="undo the last plan").set_defaults(run=_undo)
    user = commands.add_parser("user", help="the people of the house")
    add_user_commands(user, _hub_options)
    add_token_commands(
        commands.add_parser("token", help="tokens for scripts and apps"), _hub_options
    )
    add_voice_commands(commands, _hub_options)
    devices = commands.add_parser("devices", help="what is new, and what was adopted")
    add_device_commands(devices, _hub_options)
    check = commands.add_parser("check", help="check lares.yaml and the rule files")
    check.add_argument("--config", type=Path, metavar="DIR")
    check.add_argument("--rules", type=Path, metavar="PATH", help="only these files")
    check.set_defaults(run=_check)
    backtest = commands.add_parser("backtest", help="show what a rule would have done")
    backtest.add_argument("rule", metavar="RULE", help="its id, its alias, or a file with it")
    backtest.add_argument("--last", default="7d", metavar="TIME", help="such as 12h, 7d or 4w")
    backtest.add_argument("--start", metavar="TIME", help="instead of --last: 2026-03-01T08:00")
    backtest.add_argument("--end", metavar="TIME", help="with --start; now by default")
    backtest.add_argument("--rules", type=Path, metavar="PATH", help="the files it is in")
    backtest.set_defaults(run=_backtest)
    rules = commands.add_parser("rules", help="list the rules that are kept")
    rules.set_defaults(run=_rules)
    add_backup_commands(commands)
    add_audit_commands(commands.add_parser("audit", help="read the audit record, and verify it"))
    add_policy_commands(commands.add_parser("policy", help="try, check and reload the policies"))
    add_mcp_commands(commands.add_parser("mcp", help="offer the home to other agents (MCP)"))
    train = commands.add_parser("train", help="train the language model's adapter")
    add_train_arguments(train)
    train.set_defaults(run=_train)
    _worker_command(commands.add_parser("worker", help="run the language model as a service"))
    _voice_engines_command(
        commands.add_parser("voice-engines", help="hear and speak for hubs on other machines")
    )
    _eval_command(commands.add_parser("eval", help="measure the language part on sentences"))
    for client in (
        ask,
        plan,
        rules,
        backtest,
        *(commands.choices[name] for name in ("approve", "reject", "undo")),
    ):
        _hub_options(client)
    return parser


def _hub_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--url", help="the hub's address (default: the one running here)")
    parser.add_argument("--token", help="whose to be (with --url: LARES_TOKEN)")
    parser.add_argument("--config", type=Path, metavar="DIR", help="the folder the hub runs in")
    parser.add_argument("--json", action="store_true", help="print the whole answer as JSON")


def _worker_command(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--socket", type=Path, metavar="PATH", help="where to listen for the hub")
    parser.add_argument("--model", type=Path, metavar="FILE", help="another GGUF model")
    parser.add_argument("--adapter", type=Path, metavar="FILE", help="a LoRA adapter for it")
    parser.add_argument("--threads", type=int, metavar="N", help="default: all cores but one")
    parser.set_defaults(run=_worker)


def _voice_engines_command(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--uri",
        default="tcp://127.0.0.1:10300",
        help="where to listen; anybody who reaches it may use it (default: %(default)s)",
    )
    parser.add_argument("--threads", type=int, metavar="N", help="default: all cores but one")
    parser.set_defaults(run=_voice_engines)


def _starters(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = commands.add_parser("demo", help="run a hub with its own broker and a virtual home")
    demo.set_defaults(run=_demo, no_discovery=True)  # its devices are its own
    run = commands.add_parser("run", help="run the hub with your lares.yaml")
    run.set_defaults(run=_run)
    for starter in (demo, run):
        starter.add_argument("--config", type=Path, metavar="DIR", help="the hub's folder")
        starter.add_argument("--http-port", type=int, metavar="N", help="0 takes a free one")
        starter.add_argument("--mqtt", metavar="HOST:PORT", help="an external broker")
        starter.add_argument("--rules", type=Path, metavar="PATH", help="your rules and policy")
        starter.add_argument("--worker", type=Path, metavar="PATH", help="a worker's socket")
        starter.add_argument("--no-model", action="store_true", help="without the language model")
        starter.add_argument(
            "--no-voice",
            action="store_true",
            help="without what hears and speaks on the hub itself",
        )
    run.add_argument(
        "--no-discovery",
        action="store_true",
        help="neither look for devices on the network nor tell of the hub there",
    )
    demo.add_argument("--inventory", type=Path, metavar="FILE", help="another virtual home")


def _eval_command(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the folder with the suites")
    parser.add_argument("--suite", action="append", default=[], metavar="NAME", help="only this")
    parser.add_argument("--no-model", action="store_true", help="without the language model")
    parser.add_argument("--adapter", type=Path, metavar="FILE", help="another LoRA adapter")
    parser.add_argument("--timeout", type=float, metavar="S", help="seconds a sentence may take")
    parser.add_argument("--failures", action="store_true", help="list what is not right")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the report as JSON")
    parser.add_argument("--markdown", type=Path, metavar="OUT", help="write it as Markdown")
    parser.set_defaults(run=_eval)


def _demo(arguments: argparse.Namespace) -> int:
    folder = arguments.config or remote.demo_folder()
    inventory = arguments.inventory or HOMES / "demo.yaml"
    if arguments.inventory is None and arguments.rules is None:
        arguments.rules = HOMES / "demo_people.yaml"
    return _serve(arguments, folder, inventory)


def _run(arguments: argparse.Namespace) -> int:
    folder = arguments.config or remote.default_folders()[0]
    return _serve(arguments, folder, None)


def _serve(arguments: argparse.Namespace, folder: Path, inventory: Path | None) -> int:
    gc.disable()  # until the hub is up: what is loaded and built until then stays
    from hub.app import serve  # noqa: PLC0415 -- `lares ask` must start fast
    from hub.home.troubles import Troubles  # noqa: PLC0415
    from hub.options import Options  # noqa: PLC0415
    from hub.safe_start.configuration import safe_config  # noqa: PLC0415
    from hub.safe_start.folder import only_hub_in  # noqa: PLC0415

    troubles = Troubles(_say)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HubError(f"--config {folder}: cannot be the hub's folder: {error.strerror}") from None
    with only_hub_in(folder):  # what a killed restore left is in its place from here on
        pass
    options = Options(
        folder=folder,
        config=_with_arguments(safe_config(folder, troubles), arguments),
        owner_token=token_from_environment(),
        inventory=inventory,
        rules=arguments.rules,
        troubles=troubles,
    )
    return asyncio.run(serve(options, say=_say))


def _say(line: str) -> None:
    print(line, flush=True)


def _with_arguments(config: Config, arguments: argparse.Namespace) -> Config:
    changes: dict[str, Any] = {}
    if arguments.http_port is not None:
        port = _port("--http-port", str(arguments.http_port))
        changes["http"] = config.http.model_copy(update={"port": port})
    if arguments.mqtt is not None:
        host, _, port_text = arguments.mqtt.rpartition(":")
        if not host:
            raise HubError(
                f"--mqtt wants HOST:PORT, such as 127.0.0.1:1883, not {arguments.mqtt!r}"
            )
        changed = {"host": host.strip("[]"), "port": _port("--mqtt", port_text)}
        changes["mqtt"] = config.mqtt.model_copy(update=changed)
    if arguments.no_discovery:
        changes["network"] = config.network.model_copy(
            update={"discovery": False, "announce": False}
        )
    if arguments.no_voice:
        changes["voice"] = config.voice.model_copy(update={"embedded": False})
    model: dict[str, Any] = {"enabled": False} if arguments.no_model else {}
    if arguments.worker is not None:
        model["socket"] = arguments.worker.absolute()
    changes["language_model"] = config.language_model.model_copy(update=model)
    return config.model_copy(update=changes)


def _port(option: str, text: str) -> int:
    if not text.isdigit() or int(text) > LAST_PORT:
        raise HubError(f"{option}: {text!r} is not a port: a number from 0 to {LAST_PORT}")
    return int(text)


def _remote(arguments: argparse.Namespace) -> remote.Remote:
    return remote.find(arguments.url, arguments.token, arguments.config)


def _ask(arguments: argparse.Namespace) -> int:
    hub = _remote(arguments)
    answer = hub.ask(" ".join(arguments.text), area=arguments.area)
    _show(answer, as_json=arguments.json)
    waiting = answer.get("lares", {}).get("approval_id")
    if waiting and not arguments.json and sys.stdin.isatty():
        if cli_approve.needs_pin(answer["lares"]["verdict"]):
            answer = cli_approve.decide(hub, waiting, pin=cli_approve.asked_pin())
        else:
            answer = hub.ask("yes" if _said_yes() else "no")
        _show(answer, as_json=False)
    return 1 if answer.get("response", {}).get("response_type") == "error" else 0


def _said_yes() -> bool:
    try:
        return input("[y/N] ").strip().lower() in {"y", "yes"}
    except EOFError:
        return False


def _show(answer: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer, indent=2))
        return
    speech = answer.get("response", {}).get("speech", {}).get("plain", {}).get("speech")
    print(speech or answer.get("speech") or json.dumps(answer))


def _plan(arguments: argparse.Namespace) -> int:
    body = {"text": " ".join(arguments.text)}
    answer = _remote(arguments).request("POST", "/api/lares/plan", body)
    if arguments.json:
        print(json.dumps(answer, indent=2))
        return 0
    plan, verdict = answer["plan"], answer.get("verdict") or {}
    print_plan(plan["body"], answer.get("speech", ""))
    print(f"planned by {plan['planner']} in {plan.get('took_ms') or 0:.0f} ms")
    if verdict:
        print(f"guard: {verdict['effect']} ({verdict['policy']}): {verdict['reason']}")
    return 0


def _decide(arguments: argparse.Namespace) -> int:
    hub = _remote(arguments)
    chosen = cli_approve.waiting(hub, arguments.id)
    if chosen is None:
        print("nothing waits for approval")
        return 1
    asks = arguments.approve and cli_approve.needs_pin(chosen["verdict"])
    pin = cli_approve.asked_pin() if asks else None
    answer = cli_approve.decide(hub, chosen["id"], approve=arguments.approve, pin=pin)
    _show(answer, as_json=arguments.json)
    return 0


def _undo(arguments: argparse.Namespace) -> int:
    _show(_remote(arguments).request("POST", "/api/lares/undo", {}), as_json=arguments.json)
    return 0


def _train(arguments: argparse.Namespace) -> int:
    path = train_adapter(train_options(arguments), tell=lambda text: print(text, flush=True))
    print(f"the adapter is {path}; name it in lares.yaml: language_model: adapter: {path}")
    return 0


def _worker(arguments: argparse.Namespace) -> int:
    from hub import worker_service  # noqa: PLC0415 -- `lares ask` must start fast

    return worker_service.run(arguments, lambda line: print(line, flush=True))


def _voice_engines(arguments: argparse.Namespace) -> int:
    # `lares ask` must start fast
    from hub.voice.embedded.__main__ import serve  # noqa: PLC0415
    from hub.voice.embedded.espeak_speaker import spoken_here  # noqa: PLC0415

    print(
        f"Hearing English, and speaking {', '.join(spoken_here())}, at {arguments.uri}", flush=True
    )
    serve(arguments.uri, threads=arguments.threads)
    return 0


def _eval(arguments: argparse.Namespace) -> int:
    from hub.language.evaluation.command import (  # noqa: PLC0415 -- `lares ask` must start fast
        EvalOptions,
        evaluate,
    )
    from hub.language.model_settings import ModelSettings  # noqa: PLC0415

    settings = ModelSettings(enabled=not arguments.no_model)
    if arguments.adapter is not None:
        settings = replace(settings, adapter_path=arguments.adapter)
    if arguments.timeout is not None:
        settings = replace(settings, timeout_s=arguments.timeout)
    options = EvalOptions(
        folder=arguments.folder,
        settings=settings,
        suites=tuple(arguments.suite),
        failures=arguments.failures,
        json_file=arguments.json,
        markdown_file=arguments.markdown,
    )
    return asyncio.run(evaluate(options))


def _check(arguments: argparse.Namespace) -> int:
    from hub import cli_rules  # noqa: PLC0415 -- `lares ask` must start fast

    return cli_rules.check(arguments, print)


def _backtest(arguments: argparse.Namespace) -> int:
    from hub import cli_rules  # noqa: PLC0415 -- `lares ask` must start fast

    return cli_rules.backtest(arguments, print)


def _rules(arguments: argparse.Namespace) -> int:
    answer = _remote(arguments).request("GET", "/api/lares/rules")
    if arguments.json:
        print(json.dumps(answer, indent=2))
        return 0
    for rule in answer["rules"]:
        state = "paused" if rule["paused"] else f"next: {rule['next_run'] or 'when it happens'}"
        print(f"{rule['id']}  {rule['words']} ({state})")
    for problem in answer["problems"]:
        print(f"left alone: {problem['file']}:{problem['line']}: {problem['message']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
