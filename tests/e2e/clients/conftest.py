"""A demo hub, and the environments that hold the clients of others."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.running_hub import RunningHub

PROGRAMS = Path(__file__).parent / "programs"
MODULES = Path(__file__).parents[3] / "tools" / "web" / "node_modules"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with RunningHub(tmp_path_factory.mktemp("clients") / "hub", "--no-model", voice=True) as hub:
        hub.wait_for("light.kitchen_ceiling", "on", "off")
        hub.wait_for("light.desk_lamp", "on", "off")
        hub.wait_for("lock.front_door", "locked")
        hub.wait_for("weather.home", "sunny", "cloudy", "rainy", "partlycloudy")
        yield hub


@pytest.fixture(scope="session")
def python() -> Path:
    """The Python whose packages are the clients (`tools/set_up.py --test` makes it)."""
    found = Path(sys.prefix) / "clients" / "bin" / "python"
    assert found.exists(), "the clients are not installed: python3 tools/set_up.py --test"
    return found


@pytest.fixture(scope="session")
def modules() -> Path:
    """The npm packages (`tools/set_up.py --test` installs them)."""
    client = MODULES / "home-assistant-js-websocket"
    assert client.exists(), "the npm packages are not installed: python3 tools/set_up.py --test"
    return MODULES


@pytest.fixture(scope="session")
def plain_environment() -> dict[str, str]:
    """The environment of a program that knows nothing of this project."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("LARES_", "PYTHON"))}
