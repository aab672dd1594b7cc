"""What people are told stays until they have seen it, whatever a child or a guest asks for."""

from typing import Any

import pytest

from hub.home.ids import HOUSE, UserId
from hub.home.model import Source
from hub.home.plan import Effect
from tests.guard.house import ANNA, BEN, CARA, GUS, PANEL, House, plan

ALL_ALLOWED = """
policies:
  - {name: all, match: {action: "*", role: [child, guest, device]}, effect: allow, reason: r}
"""
CREATE, DISMISS = "persistent_notification.create", "persistent_notification.dismiss"
DISMISS_ALL = "persistent_notification.dismiss_all"
REPLACE = {"message": "all is well", "notification_id": "lares-audit"}
NO = Effect.DENY


@pytest.mark.parametrize("owner", ["", ALL_ALLOWED])
@pytest.mark.parametrize("source", [Source.API, Source.LANGUAGE])
@pytest.mark.parametrize(
    ("by", "action", "data", "effect"),
    [
        (CARA, DISMISS_ALL, {}, NO), (CARA, CREATE, REPLACE, NO),
        (CARA, CREATE, {"message": "hungry"}, Effect.ALLOW),
        (CARA, DISMISS, {"notification_id": "n"}, Effect.ALLOW),
        (GUS, DISMISS_ALL, {}, NO), (GUS, CREATE, REPLACE, NO), (GUS, CREATE, {"message": "x"}, NO),
        (None, DISMISS_ALL, {}, NO), (None, CREATE, REPLACE, NO),
        (ANNA, DISMISS_ALL, {}, Effect.ALLOW), (BEN, DISMISS_ALL, {}, Effect.ALLOW),
        (BEN, CREATE, REPLACE, Effect.ALLOW), (PANEL, CREATE, REPLACE, Effect.ALLOW),
    ],
)  # fmt: skip
def test_children_and_guests_leave_what_others_are_told(  # noqa: PLR0913, PLR0917 -- one row
    owner: str, source: Source, by: UserId | None, action: str, data: dict[str, Any], effect: Effect
) -> None:
    verdict = House().judge(owner, plan((action, HOUSE, data), source=source, by=by))
    assert verdict.effect is effect, verdict.reason


def test_a_child_is_told_what_to_do_instead() -> None:
    verdict = House().judge("", plan((CREATE, HOUSE, REPLACE), source=Source.API, by=CARA))
    assert "leave out 'notification_id'" in verdict.reason
