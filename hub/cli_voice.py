"""`lares say` has the hub speak here; `lares listen` makes this machine's microphone one of it."""

import argparse
import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hub import remote
from hub.credentials import credential
from hub.home.errors import HubError

Options = Callable[[argparse.ArgumentParser], None]

# Written where nothing plays sounds.
SAID = Path("lares-says.wav")
TOKEN = "listen_token"  # noqa: S105 -- the name of a credential


def add_commands(commands: Any, options: Options) -> None:
    """Add both; `options` adds those that name the hub."""
    say = commands.add_parser("say", help="have the hub say something here")
    say.add_argument("text", nargs="+")
    say.add_argument("--voice", help="one of the voices of what speaks")
    say.add_argument("--output", type=Path, metavar="FILE.wav", help="write it, and play nothing")
    say.set_defaults(run=_say)
    listen = commands.add_parser(
        "listen",
        help="speak with the hub through a microphone of this machine",
        description="Waits for the wake word, shows what is heard and done, and speaks the reply;"
        " until Ctrl-C. Whoever speaks has a guest's rights: the hub can't tell who it is.",
    )
    listen.add_argument("--device", help="ALSA's name of the microphone (`arecord -L` lists them)")
    listen.add_argument(
        "--wake-word", metavar="ID",
        help="such as okay_nabu; 'none' listens at once (default: the hub's own, and 'none' with"
        " --once or --file)",
    )  # fmt: skip
    listen.add_argument("--area", help="the area in which it stands: its id")
    listen.add_argument("--file", type=Path, metavar="WAV", help="listen to a file instead")
    listen.add_argument("--once", action="store_true", help="end after one sentence")
    listen.add_argument("--quiet", action="store_true", help="show the reply, don't speak it")
    listen.add_argument(
        "--as-me", action="store_true",
        help="whoever speaks has your rights: for a headset that only you wear",
    )  # fmt: skip
    listen.set_defaults(run=_listen)
    for command in (say, listen):
        options(command)


def _hub(arguments: argparse.Namespace) -> remote.Remote:
    """Return the hub; a microphone that systemd runs has its token as a credential."""
    token = arguments.token or credential(TOKEN)
    return remote.find(arguments.url, token, arguments.config)


def _say(arguments: argparse.Namespace) -> int:
    from hub.sound_cards import play, player  # noqa: PLC0415 -- `lares ask` must start fast

    hub = _hub(arguments)
    body: dict[str, Any] = {"message": " ".join(arguments.text)}
    if arguments.voice:
        body["options"] = {"voice": arguments.voice}
    speech = hub.request("POST", "/api/tts_get_url", body)
    wav = hub.fetch(speech["path"])
    output = arguments.output or (None if player() else SAID)
    if arguments.json:
        print(json.dumps(speech))
    if output is None:
        play(wav)
        return 0
    try:
        output.write_bytes(wav)
    except OSError as error:
        raise HubError(f"{output} cannot be written: {error.strerror}") from None
    if not arguments.json:
        print(f"written to {output}")
    return 0


def _listen(arguments: argparse.Namespace) -> int:
    from hub.cli_listening import Listening  # noqa: PLC0415 -- `lares ask` must start fast

    return asyncio.run(Listening(arguments, _hub(arguments)).go())
