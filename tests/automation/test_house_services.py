"""What the house itself does: telling people, and logging."""

import logging
from typing import Any

import pytest

from hub.automation.house_services import HouseServices
from hub.home.actions import parse_command
from hub.home.errors import UnsupportedCommand
from hub.home.events import Fired, HomeEvent
from hub.home.home import Home
from hub.home.ids import HOUSE, UserId
from hub.home.model import Context
from tests.support.fakes import ManualClock
from tests.support.keeping import MemoryTeller

RUN = Context(id="run")


class Rig:
    """A house whose words and events are noted."""

    def __init__(self) -> None:
        self.home, self.board = Home(now=ManualClock()), MemoryTeller()
        self.fired: list[Fired] = []
        self.reloads = 0
        self.home.listen(self._hear)
        self.services = HouseServices(
            self.home, self.board, maker_of=lambda _: UserId("anna"), reload=self._reload
        )

    def _hear(self, event: HomeEvent) -> None:
        if isinstance(event, Fired):
            self.fired.append(event)

    async def _reload(self) -> None:
        self.reloads += 1

    async def do(self, action: str, **data: Any) -> None:
        await self.services.send(HOUSE, parse_command(action, data), RUN)


async def test_all_are_notified_and_the_maker_is_told() -> None:
    rig = Rig()
    await rig.do("notify.notify", message="The post is here", title="Door")
    await rig.do("lares.tell", message="Done")
    assert [(one.text, one.user_id) for one in rig.board.told] == [
        ("Door: The post is here", None),
        ("Done", "anna"),
    ]


async def test_a_notification_is_replaced_and_dismissed_and_rules_hear_it() -> None:
    rig = Rig()
    for message in ("one", "two"):
        await rig.do("persistent_notification.create", message=message, notification_id="n")
    assert rig.board.texts == ["two"]
    await rig.do("persistent_notification.dismiss", notification_id="n")
    await rig.do("persistent_notification.dismiss", notification_id="n")
    await rig.do("persistent_notification.create", message="three")
    await rig.do("persistent_notification.dismiss_all")
    assert rig.board.told == []
    kinds = [event.data["update_type"] for event in rig.fired]
    assert kinds == ["added", "updated", "removed", "added", "removed"]
    assert {event.context for event in rig.fired} == {RUN}


async def test_logs_are_written_and_files_read_again(caplog: pytest.LogCaptureFixture) -> None:
    rig = Rig()
    await rig.do("logbook.log", name="Heating", message="was odd", domain="climate")
    assert rig.fired[0].data["name"] == "Heating"
    with caplog.at_level(logging.INFO, "hub.rules"):
        await rig.do("system_log.write", message="from a rule", level="info")
    assert "from a rule" in caplog.text
    await rig.do("homeassistant.reload_all")
    assert rig.reloads == 1


async def test_what_is_for_a_device_is_refused() -> None:
    with pytest.raises(UnsupportedCommand, match="house cannot"):
        await Rig().do("light.turn_on")
