"""Start the engines: `python -m hub.voice.embedded PATH` or `--uri tcp://127.0.0.1:10300`."""

import argparse
import os
import sys
from pathlib import Path

from hub.child_process import all_cores_but_one, be_polite, die_with_parent
from hub.home.errors import HubError

# Nothing is ever fetched: what is not installed is not offered.
_OFFLINE = {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "TRANSFORMERS_OFFLINE": "1"}


def main(arguments: list[str] | None = None) -> int:
    """Serve until ended; return the exit status."""
    asked = _parser().parse_args(arguments)
    os.dup2(2, 1)  # what C code prints must not look like an answer
    if asked.parent is not None:
        die_with_parent(asked.parent)
        be_polite()
    os.environ.update(_OFFLINE)
    # Imported late: the libraries read the environment as they load.
    from hub.voice.embedded.service import run  # noqa: PLC0415

    uri = asked.uri if asked.path is None else f"unix://{asked.path.absolute()}"
    try:
        run(uri, threads=asked.threads or all_cores_but_one())
    except HubError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lares voice-engines", description=__doc__)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("path", nargs="?", type=Path, help="the Unix socket to listen at")
    where.add_argument("--uri", help="unix:///path or tcp://address:port to listen at")
    parser.add_argument("--threads", type=int, help="how many hear (all cores but one)")
    parser.add_argument("--parent", type=int, help="the process that it ends with")
    return parser


if __name__ == "__main__":
    sys.exit(main())
