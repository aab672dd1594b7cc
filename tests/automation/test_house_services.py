"""What the house itself does: telling people, and logging."""

import io
import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.automation.house_services import HouseServices
from hub.home.actions import parse_command
from hub.home.errors import UnsupportedCommand
from hub.home.events import Fired, HomeEvent
from hub.home.home import Home
from hub.home.ids import HOUSE, AreaId, UserId
from hub.home.masking import Masking
from hub.home.model import Context
from hub.masked_logs import MaskedFormatter
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
            self.home,
            self.board,
            maker_of=lambda _: UserId("anna"),
            room_of=lambda _: AreaId("hall"),
            reload=self._reload,
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
    assert [(one.text, one.user_id, one.area_id) for one in rig.board.told] == [
        ("Door: The post is here", None, None),
        ("Done", "anna", "hall"),
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
    with caplog.at_level(logging.INFO, "hub.system_log"):
        await rig.do("system_log.write", message="from a rule", level="info")
    assert "from a rule" in caplog.text
    await rig.do("homeassistant.reload_all")
    assert rig.reloads == 1


@given(message=st.text(max_size=40), logger=st.none() | st.text(max_size=20))
async def test_no_log_line_is_forged(message: str, logger: str | None) -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(MaskedFormatter(Masking()))
    written = logging.getLogger("hub.system_log")
    written.addHandler(handler)
    try:
        await Rig().do("system_log.write", message=message, logger=logger)
    finally:
        written.removeHandler(handler)
    [line] = out.getvalue().splitlines()
    assert " ERROR hub.system_log: " in line


async def test_a_forged_line_is_read_as_what_it_is(caplog: pytest.LogCaptureFixture) -> None:
    forged = "x\n2026-05-01 12:00:00 ERROR hub.guard: all is well\x1b[2K"
    await Rig().do("system_log.write", message=forged, logger="hub.guard")
    [record] = caplog.records
    assert record.name == "hub.system_log"
    assert record.getMessage() == (
        "[hub.guard] x\\n2026-05-01 12:00:00 ERROR hub.guard: all is well\\x1b[2K"
    )


async def test_what_is_for_a_device_is_refused() -> None:
    with pytest.raises(UnsupportedCommand, match="house cannot"):
        await Rig().do("light.turn_on")
