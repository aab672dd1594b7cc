"""Which reports may be of something earlier: only those that a device may have been like since."""

from typing import Any

import pytest

from hub.executor.lately import Lately
from hub.home.actions import parse_command
from hub.home.home import Home
from hub.home.ids import EntityId
from tests.support.fakes import ManualClock, put

Order = tuple[str, dict[str, Any]]
OPEN: Order = ("cover.open_cover", {})
CLOSE: Order = ("cover.close_cover", {})
ON: Order = ("light.turn_on", {})
OFF: Order = ("light.turn_off", {})
DIM: Order = ("light.turn_on", {"brightness": 40})
BRIGHT: Order = ("light.turn_on", {"brightness": 200})
AS_BEFORE = {
    "cover.blind": ("open", {"current_position": 35}),
    "light.lamp": ("off", {"brightness": None}),
}


def doubted(*orders: Order, after_s: float = 0.5) -> bool:
    """Tell whether a report on the last order may be of something earlier."""
    clock = ManualClock()
    home = Home(now=clock)
    for entity_id, (state, attributes) in AS_BEFORE.items():
        put(home, entity_id, state, attributes=attributes)
    clock.advance(60)
    lately = Lately(home, 2)
    stop = lately.listen()
    target = EntityId("cover.blind" if orders[0][0].startswith("cover") else "light.lamp")
    for action, data in orders[:-1]:
        lately.note(parse_command(action, data), home.state(target))
        clock.advance(after_s)
    action, data = orders[-1]
    command, before = parse_command(action, data), home.state(target)
    expected = command.expected(before)
    assert expected is not None
    found = lately.doubt(command, expected, before)
    stop()
    return found.whole


@pytest.mark.parametrize(
    "orders", [(OPEN, CLOSE, OPEN), (ON, OFF), (ON, OFF, ON), (DIM, BRIGHT, DIM), (ON, ON)]
)
def test_what_it_may_have_been_before_is_in_doubt(orders: tuple[Order, ...]) -> None:
    assert doubted(*orders)
    assert not doubted(*orders, after_s=3)


@pytest.mark.parametrize("orders", [(ON,), (OPEN, CLOSE), (DIM, BRIGHT), (ON, DIM)])
def test_what_it_was_not_is_in_no_doubt(orders: tuple[Order, ...]) -> None:
    assert not doubted(*orders)


def test_what_is_dated_is_in_doubt_while_something_earlier_is_not_done() -> None:
    home = Home(now=ManualClock())
    lately, target = Lately(home, 2), EntityId("assist_satellite.hall")
    said = parse_command("assist_satellite.announce", {"message": "x"})

    def is_doubted() -> bool:
        before = home.state(target)
        expected = said.expected(before)
        assert expected is not None
        return lately.doubt(said, expected, before).whole

    put(home, target, "idle", attributes={"last_played": None})
    assert not is_doubted()
    lately.note(said, home.state(target))
    assert is_doubted()
    home.report(target, "idle", {"last_played": "2026-01-01T08:00:00+00:00"})
    assert not is_doubted()
