"""Notifiers: screens, pagers, speakers that take messages; `notify.<name>` tells people."""

from typing import Literal

from pydantic import BaseModel

from hub.home.commands import Command
from hub.home.domains.house import Text


class Attributes(BaseModel):
    """A notifier reports nothing; its state is when it was last given a message."""


class SendMessage(Command):
    """Give it a message. Nothing reports that it was read, so this can never be verified."""

    is_idempotent = False
    action: Literal["notify.send_message"] = "notify.send_message"
    message: Text
    title: Text | None = None


NotifyCommand = SendMessage
