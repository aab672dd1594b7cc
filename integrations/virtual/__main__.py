"""Run a virtual home alone: `python -m integrations.virtual --inventory FILE --mqtt HOST:PORT`."""

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import Sequence

from integrations.virtual.home import VirtualHome
from integrations.virtual.inventory import Inventory, load_inventory
from integrations.virtual.issues import InventoryError
from integrations.virtual.scale import replicate

logger = logging.getLogger("integrations.virtual")

EXIT_BAD_INVENTORY = 2
MAX_PORT = 65535
PASSWORD_VARIABLE = "MQTT_PASSWORD"  # noqa: S105 -- the name of a variable, not a secret


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until interrupted; give the exit status."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    try:
        inventory = replicate(load_inventory(options.inventory), options.scale)
    except InventoryError as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_BAD_INVENTORY
    host, port = options.mqtt
    asyncio.run(_run(inventory, host, port, options))
    return 0


async def _run(inventory: Inventory, host: str, port: int, options: argparse.Namespace) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    home = VirtualHome(
        inventory,
        host=host,
        port=port,
        username=options.username,
        password=os.environ.get(PASSWORD_VARIABLE),
        topic_prefix=options.prefix,
        base=options.base,
    )
    async with home:
        logger.info("%s entities, looking for %s:%s", len(inventory.entities), host, port)
        await stop.wait()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m integrations.virtual", description=__doc__)
    parser.add_argument("--inventory", required=True, metavar="FILE", help="the inventory YAML")
    parser.add_argument("--mqtt", type=_address, default=("127.0.0.1", 1883), metavar="HOST:PORT")
    parser.add_argument(
        "--username", metavar="NAME", help=f"for the broker; its password is in {PASSWORD_VARIABLE}"
    )
    parser.add_argument("--prefix", default="homeassistant", help="discovery prefix")
    parser.add_argument("--base", default="virtual", help="first part of the devices' topics")
    parser.add_argument(
        "--scale", type=int, default=0, metavar="N", help="repeat the home up to N entities"
    )
    return parser


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isdecimal() or not 0 < int(port) <= MAX_PORT:
        raise argparse.ArgumentTypeError(f"expected HOST:PORT, not {text!r}")
    return host, int(port)


if __name__ == "__main__":
    sys.exit(main())
