"""An address that is of no use means loopback, not no hub."""

from pathlib import Path

import pytest

from hub.config import HttpSettings
from hub.front_door import front_door


@pytest.mark.parametrize("host", ["192.0.2.7", "no.such.host.invalid", "0.0.0.0.0", "a" * 80, "\0"])
def test_an_address_of_another_machine_means_loopback(tmp_path: Path, host: str) -> None:
    door = front_door(HttpSettings(host=host, port=8200), tmp_path)
    assert (door.host, door.port) == ("127.0.0.1", 8200)
    assert "http.host" in door.problem
    assert "only this computer gets in" in door.problem


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])  # noqa: S104 -- as written
def test_an_address_of_this_machine_is_taken_as_written(tmp_path: Path, host: str) -> None:
    door = front_door(HttpSettings(host=host, port=8200), tmp_path)
    assert (door.host, door.problem) == (host, "")
