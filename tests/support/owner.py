"""The first owner of a running hub."""

import re
import time

from tests.support.running_hub import RunningHub

WAIT_S = 15.0


def code_of(hub: RunningHub) -> str:
    """Return the one-time code that the hub shows on its console, soon after it answers."""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        if found := re.search(r"one-time code: (\S+)", hub.output()):
            return found[1]
        time.sleep(0.05)
    raise AssertionError(f"no code within {WAIT_S} s:\n{hub.output()}")


def become_owner(hub: RunningHub, name: str) -> str:
    """Make the first owner; returns their token."""
    body = {"code": code_of(hub), "name": name}
    token: str = hub.remote.request("POST", "/api/lares/onboarding", body)["token"]
    return token
