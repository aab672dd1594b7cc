"""What is spoken: a yes to what is sensitive counts only with a PIN, unless voices are named."""

from dataclasses import replace

import pytest

from hub.guard.guard import Guard
from hub.guard.policy_file import Policies, parse_policies
from hub.home.chores import ChangeTimers
from hub.home.home import Home
from hub.home.ids import UserId
from hub.home.keeping import Timer
from hub.home.model import Source
from hub.home.plan import Chores, Effect, Plan, Request, Verdict
from hub.home.yaml_config import ConfigError
from tests.guard.house import ANNA, BEN, GUS, SHIPPED, House, plan, who_is
from tests.support.fakes import ManualClock, put

UNLOCK = ("lock.unlock", "lock.front")
SENSITIVE = (
    UNLOCK,
    ("cover.open_cover", "cover.garage"),
    ("switch.turn_on", "switch.oven"),
    ("siren.turn_on", "siren.loud"),
    ("valve.open_valve", "valve.water"),
)
DISARM = ("alarm_control_panel.alarm_disarm", "alarm_control_panel.house")
ARM = ("alarm_control_panel.alarm_arm_home", "alarm_control_panel.house")
WHO = (None, GUS, BEN, ANNA)


def house(*pins: str) -> House:
    found = House(pins=tuple(user for user in (ANNA, BEN) if user in pins))
    put(found.home, "siren.loud")
    put(found.home, "alarm_control_panel.house", "armed_away")
    put(found.home, "valve.water", "closed")
    return found


def spoken(act: tuple[str, str], by: object, at: House, owner: str = "") -> Verdict:
    return at.judge(owner, plan(act, source=Source.VOICE, by=by))  # type: ignore[arg-type]


@pytest.mark.parametrize("act", SENSITIVE)
@pytest.mark.parametrize("by", WHO)
def test_a_spoken_yes_to_what_is_sensitive_counts_only_with_a_pin(
    act: tuple[str, str], by: object
) -> None:
    verdict = spoken(act, by, house(ANNA))
    assert verdict.effect is Effect.CONFIRM
    assert verdict.wants_pin_over(Source.VOICE)
    assert verdict.takes_pin
    assert verdict.asks_others
    for way in (Source.UI, Source.API, Source.LANGUAGE):
        assert not verdict.wants_pin_over(way)
    assert not spoken(act, by, house()).takes_pin


def test_the_alarm_is_none_of_a_guests_and_needs_the_pin_of_others() -> None:
    gone = UserId("gone")
    assert spoken(DISARM, gone, house(ANNA)).effect is Effect.DENY
    assert spoken(DISARM, BEN, house(ANNA)).wants_pin_over(Source.VOICE)


@pytest.mark.parametrize("act", [DISARM, ARM])
def test_a_voice_that_nobody_knows_needs_the_pin_of_an_adult_for_the_alarm(
    act: tuple[str, str],
) -> None:
    verdict = spoken(act, None, house(ANNA))
    assert verdict.effect is Effect.CONFIRM
    assert verdict.takes_pin
    assert verdict.wants_pin_over(Source.VOICE)
    assert not spoken(act, None, house()).takes_pin


def test_what_the_house_says_of_its_alarm_goes_before() -> None:
    never = (
        "policies: [{name: never, match: {domain: alarm_control_panel}, effect: deny, reason: x}]"
    )
    assert spoken(DISARM, None, house(ANNA), never).effect is Effect.DENY


@pytest.mark.parametrize(
    "act",
    [("lock.lock", "lock.front"), ("cover.close_cover", "cover.garage"),
     ("light.turn_on", "light.desk"), ("media_player.media_pause", "media_player.den")],
)  # fmt: skip
@pytest.mark.parametrize("by", WHO)
def test_what_is_harmless_is_done_for_any_voice(act: tuple[str, str], by: object) -> None:
    assert spoken(act, by, house()).effect is Effect.ALLOW


@pytest.mark.parametrize("asked_over", [Source.LANGUAGE, Source.UI, Source.UNDO])
def test_what_was_typed_is_not_answered_by_a_mere_spoken_yes(asked_over: Source) -> None:
    verdict = house(ANNA).judge("", plan(UNLOCK, source=asked_over, by=BEN))
    assert verdict.wants_pin_over(Source.VOICE)
    assert not verdict.wants_pin_over(asked_over)


FRIENDLY = "policies: [{name: mine, match: {%s}, effect: %s, reason: we are friendly}]"


@pytest.mark.parametrize(
    ("match", "by", "effect"),
    [
        ("domain: lock", BEN, Effect.CONFIRM),
        ("domain: lock, role: adult", BEN, Effect.CONFIRM),
        ("domain: lock, source: '*'", BEN, Effect.CONFIRM),
        ("domain: lock, source: [ui, language]", BEN, Effect.CONFIRM),
        ("domain: lock, source: voice", BEN, Effect.ALLOW),
        ("domain: lock, source: [language, voice], role: adult", BEN, Effect.ALLOW),
        ("domain: lock, source: voice", None, Effect.CONFIRM),
        ("domain: lock, role: guest", None, Effect.CONFIRM),
        ("domain: lock, source: voice, role: guest", None, Effect.ALLOW),
    ],
)
def test_only_a_policy_that_names_voices_loosens_for_them(
    match: str, by: object, effect: Effect
) -> None:
    verdict = spoken(UNLOCK, by, house(ANNA), FRIENDLY % (match, "allow"))
    assert verdict.effect is effect
    assert verdict.wants_pin_over(Source.VOICE) is (effect is Effect.CONFIRM)


@pytest.mark.parametrize("act", [UNLOCK, ("siren.turn_on", "siren.loud")])
@pytest.mark.parametrize("source", [Source.VOICE, Source.LANGUAGE])
def test_a_policy_that_asks_and_names_no_voice_wants_the_pin_as_well(
    act: tuple[str, str], source: Source
) -> None:
    mine = FRIENDLY % (f"action: {act[0]}", "confirm")
    assert house().judge(mine, plan(act, source=source, by=BEN)).wants_pin_over(Source.VOICE)


def test_a_policy_that_names_voices_may_be_content_with_a_yes() -> None:
    mine = FRIENDLY % ("domain: lock, source: voice", "confirm")
    verdict = spoken(UNLOCK, BEN, house(), mine)
    assert verdict.effect is Effect.CONFIRM
    assert not verdict.wants_pin_over(Source.VOICE)


def test_a_policy_of_ones_own_may_want_a_pin_where_the_hub_does_not() -> None:
    mine = """
policies:
  - {name: mine, match: {domain: light}, effect: confirm, with_pin: [voice, language], reason: dark}
"""
    verdict = house().judge(mine, plan(("light.turn_on", "light.desk"), by=BEN))
    assert verdict.wants_pin_over(Source.VOICE)
    assert verdict.wants_pin_over(Source.LANGUAGE)
    assert not verdict.wants_pin_over(Source.UI)


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ("effect: allow, with_pin: voice", "for effects that ask"),
        ("effect: pin, with_pin: voice", "leave with_pin out"),
        ("effect: confirm, with_pin: mcp", "agents ask, and people answer"),
        ("effect: confirm, with_pin: voice, through: [ui]", "through leaves out"),
        ("effect: confirm, with_pin: voices", "with_pin"),
    ],
)
def test_mistakes_are_told(keys: str, problem: str) -> None:
    text = f"policies: [{{name: x, match: {{domain: lock}}, reason: y, {keys}}}]"
    with pytest.raises(ConfigError, match=problem):
        parse_policies(text, "policy.yaml")


@pytest.mark.parametrize("source", [Source.UNDO, Source.RULE])
@pytest.mark.parametrize("by", [None, BEN])
def test_a_voice_gets_no_further_by_undo_or_by_a_script_that_it_starts(
    source: Source, by: object
) -> None:
    at = house(ANNA)
    mine = """
policies:
  - {name: rules open, match: {domain: lock, source: rule}, effect: allow, reason: on arrival}
  - {name: friendly, match: {domain: lock, role: [adult, guest]}, effect: allow, reason: friends}
"""
    asked = plan(UNLOCK, source=source, by=by)  # type: ignore[arg-type]
    by_hand = replace(asked, request=replace(asked.request, is_spoken=True))
    assert at.judge(mine, asked).effect is Effect.ALLOW
    verdict = at.judge(mine, by_hand)
    assert verdict.effect is Effect.CONFIRM
    assert verdict.wants_pin_over(Source.VOICE)
    assert verdict.takes_pin


def test_it_is_explained() -> None:
    at = house(ANNA)
    mine = FRIENDLY % ("domain: lock", "allow")
    [act] = at.guard(mine).explain(plan(UNLOCK, source=Source.VOICE, by=BEN)).acts
    assert act.with_pin == (Source.VOICE,)
    considered = {one.policy: one for one in act.considered}
    assert considered["unlocking asks"].decides
    assert considered["mine"].why.startswith("it loosens this only for those it names")


def timer(timer_id: str, user_id: UserId | None) -> Timer:
    return Timer(
        id=timer_id, name=None, duration_s=60, ends_at=None, remaining_s=60, user_id=user_id
    )


@pytest.mark.parametrize(
    ("by", "own", "others"), [(None, "voice", ("gus", "anna")), (GUS, "gus", ("voice", "anna"))]
)
def test_a_voice_and_a_guest_change_the_timers_that_they_set(
    by: UserId | None, own: str, others: tuple[str, ...]
) -> None:
    timers = [timer("voice", None), timer("gus", GUS), timer("anna", ANNA)]
    guard = Guard(
        Home(), Policies(shipped=SHIPPED), ManualClock(), who_is=who_is, timers=lambda: timers
    )

    def effect(*timer_ids: str) -> Effect:
        chore = ChangeTimers(op="cancel_timers", timer_ids=timer_ids)
        request = Request(source=Source.VOICE, user_id=by)
        return guard.judge(Plan(request=request, body=Chores(chores=(chore,)), planner="p")).effect

    assert effect(own) is Effect.ALLOW
    for other in (*others, "gone"):
        assert effect(other) is Effect.DENY
        assert effect(own, other) is Effect.DENY
