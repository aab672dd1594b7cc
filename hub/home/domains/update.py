"""Updates of devices' firmware: "on" while a newer version can be installed."""

from typing import Literal

from pydantic import BaseModel

from hub.home.commands import Command, Expectation
from hub.home.domains.on_off import STATES
from hub.home.model import State

__all__ = ["STATES", "Attributes", "Install", "Skip", "UpdateCommand"]


class Attributes(BaseModel):
    """What an update reports; `in_progress` while it is being installed, percent if known."""

    installed_version: str | None = None
    latest_version: str | None = None
    skipped_version: str | None = None
    title: str | None = None
    release_summary: str | None = None
    release_url: str | None = None
    in_progress: bool | int | None = None


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


class Skip(_UpdateCommand):
    """Leave the offered version out."""

    action: Literal["update.skip"] = "update.skip"

    def expected(self, before: State) -> Expectation | None:
        """Expect that nothing is offered any more."""
        del before
        return Expectation("skipped", frozenset({"off"}))


UpdateCommand = Install | Skip
