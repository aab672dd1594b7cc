"""Start the engines: `python -m hub.voice.embedded PATH` or `--uri tcp://127.0.0.1:10300`."""

import argparse
import os
import sys
from pathlib import Path

from hub.child_process import all_cores_but_one, be_polite, die_with_parent
from hub.home.errors import HubError
from hub.voice.embedded.launch import NotInstalled, missing_libraries

# Nothing is ever fetched: what is not installed is not offered.
_OFFLINE = {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "TRANSFORMERS_OFFLINE": "1"}


def main(arguments: list[str] | None = None) -> int:
    """Serve until ended; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m hub.voice.embedded", description=__doc__)
    parser.add_argument("path", nargs="?", type=Path, help="the Unix socket to listen at")
    parser.add_argument("--parent", type=int, help="the process that it ends with")
    parser.add_argument("--uri", help="tcp://address:port or unix:///path to listen at")
    parser.add_argument("--threads", type=int, metavar="N", help="default: all cores but one")
    asked = parser.parse_args(arguments)
    if (asked.path is None) == (asked.uri is None):
        parser.error("give a path or --uri")
    if asked.parent is not None:
        die_with_parent(asked.parent)
        be_polite()
    try:
        serve(asked.uri or f"unix://{asked.path.absolute()}", threads=asked.threads)
    except HubError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def serve(uri: str, *, threads: int | None) -> None:
    """Serve at an address until ended.

    Raises:
        HubError: a library is missing, or it cannot listen there.
    """
    if missing := missing_libraries():
        raise NotInstalled(missing)
    os.dup2(2, 1)  # what C code prints must not look like an answer
    os.environ.update(_OFFLINE)
    # Imported late: the libraries read the environment as they load.
    from hub.voice.embedded.service import run  # noqa: PLC0415

    run(uri, threads=threads or all_cores_but_one())


if __name__ == "__main__":
    sys.exit(main())
