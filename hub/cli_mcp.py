"""`lares mcp`: offer the home to other agents over the Model Context Protocol."""

import argparse
import asyncio
import os
from functools import partial
from pathlib import Path

from hub import remote
from hub.home.errors import HubError

_LAST_PORT = 65535


def add_commands(mcp: argparse.ArgumentParser) -> None:
    """Add what `lares mcp` takes."""
    mcp.add_argument("--http", type=int, metavar="PORT", help="serve on 127.0.0.1, not on stdio")
    mcp.add_argument("--url", help="the hub's address (default: the one running here)")
    mcp.add_argument("--token", help="as whom to act (LARES_TOKEN); with --http each agent's own")
    mcp.add_argument("--config", type=Path, metavar="DIR", help="the folder the hub runs in")
    mcp.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    port = arguments.http
    if port is not None and not 0 < port <= _LAST_PORT:
        raise HubError(f"--http: {port} is not a port: a number from 1 to {_LAST_PORT}")
    # Over HTTP no token of this process is used.
    token = "none" if port is not None else arguments.token or os.environ.get("LARES_TOKEN")
    find = partial(remote.find, arguments.url, token, arguments.config)
    find()  # that none runs is told at once
    # Here, as `lares ask` must start fast and the hub never needs it.
    from hub.mcp_server import server  # noqa: PLC0415

    serving = server.serve_stdio(find) if port is None else server.serve_http(find, port)
    asyncio.run(serving)
    return 0
