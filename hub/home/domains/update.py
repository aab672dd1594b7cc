"""Updates of devices' firmware: "on" while a newer version can be installed."""

import re
from itertools import zip_longest
from typing import Literal

from pydantic import BaseModel

from hub.home.commands import Command, Expectation
from hub.home.domains.on_off import STATES
from hub.home.model import UNKNOWN, State

__all__ = [
    "STATES", "Attributes", "ClearSkipped", "Install", "Skip", "UpdateCommand", "is_newer", "offer",
]  # fmt: skip

_VERSION = re.compile(r"\s*[vV]?(\d+(?:\.\d+)*)(.*)", re.DOTALL)
_BEFORE_RELEASE = re.compile(r"[-._ ]?(?:dev|a|alpha|b|beta|c|rc|pre)(?![a-z])", re.IGNORECASE)
_PART = re.compile(r"\d+|[a-z]+", re.IGNORECASE)


class Attributes(BaseModel):
    """What an update reports; `in_progress` while it is being installed, percent if known."""

    installed_version: str | None = None
    latest_version: str | None = None
    skipped_version: str | None = None
    title: str | None = None
    release_summary: str | None = None
    release_url: str | None = None
    in_progress: bool | int | None = None
    update_percentage: float | None = None


class _UpdateCommand(Command):
    def problem(self, state: State) -> str | None:
        """Check that there is something newer."""
        return "there is no newer version" if state.state == "off" else None


class Install(_UpdateCommand):
    """Install the newest version. This takes minutes, and the reply does not wait for it."""

    is_idempotent = False
    action: Literal["update.install"] = "update.install"
    version: str | None = None
    backup: bool | None = None

    def problem(self, state: State) -> str | None:
        """Check that there is something newer, and that it is not being installed already."""
        if state.attributes.get("in_progress"):
            return "it is being installed already"
        # A version that was skipped may be installed all the same.
        if state.attributes.get("skipped_version") is not None:
            return None
        return super().problem(state)


class Skip(_UpdateCommand):
    """Leave the offered version out."""

    action: Literal["update.skip"] = "update.skip"

    def expected(self, before: State) -> Expectation | None:
        """Expect that nothing is offered any more."""
        del before
        return Expectation("skipped", frozenset({"off"}))


class ClearSkipped(Command):
    """Offer a version again that was left out."""

    action: Literal["update.clear_skipped"] = "update.clear_skipped"

    def expected(self, before: State) -> Expectation | None:
        """Expect that nothing is left out any more."""
        del before
        is_clear = ("skipped_version", lambda skipped: skipped is None)
        return Expectation("offered again", attributes=(is_clear,))


def offer(installed: str | None, latest: str | None, skipped: str | None = None) -> str:
    """Return the state of an update: "on" if `latest` is newer, and was not skipped."""
    if installed is None or latest is None:
        return UNKNOWN
    return "on" if latest != skipped and is_newer(latest, installed) else "off"


def is_newer(latest: str, installed: str) -> bool:
    """Tell whether a version is newer than another.

    Versions that cannot be compared are newer if they differ (Home Assistant, update entity).
    """
    if latest == installed:
        return False
    new, old = _VERSION.fullmatch(latest), _VERSION.fullmatch(installed)
    if new is None or old is None:
        return True
    pairs = zip_longest(_numbers(new[1]), _numbers(old[1]), fillvalue=0)
    for ours, theirs in pairs:
        if ours != theirs:
            return ours > theirs
    return _is_later(new[2], old[2])


def _numbers(text: str) -> list[int]:
    return [int(part[:18]) for part in text.split(".")]


def _is_later(new: str, old: str) -> bool:
    """Compare what follows the numbers: "2.0rc1" comes before "2.0"."""
    is_early, was_early = _BEFORE_RELEASE.match(new), _BEFORE_RELEASE.match(old)
    if is_early and was_early:
        return _parts(new) > _parts(old)
    if is_early or was_early:
        return not is_early
    return new != old


def _parts(text: str) -> list[tuple[bool, int, str]]:
    found = _PART.findall(text.lower())
    return [(part.isdigit(), int(part[:18]) if part.isdigit() else 0, part) for part in found]


UpdateCommand = Install | Skip | ClearSkipped
