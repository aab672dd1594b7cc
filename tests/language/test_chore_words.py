"""What is kept is told in plain words."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from hub.home.actions import parse_command
from hub.home.chores import (
    ChangeRules,
    ChangeTimers,
    Chore,
    Forget,
    KeepRules,
    StartTimer,
    TeachName,
    TeachPhrase,
)
from hub.home.home import Home
from hub.home.ids import AreaId, EntityId
from hub.home.plan import (
    ChoreOutcome,
    Chores,
    Effect,
    Plan,
    PlanResult,
    Request,
    Status,
    Verdict,
)
from hub.home.rules import (
    WEEKDAYS,
    WEEKEND,
    AnyCondition,
    AnyTrigger,
    Delay,
    DistanceTrigger,
    NotCondition,
    NumericStateCondition,
    NumericStateTrigger,
    Rule,
    StateCondition,
    StateTrigger,
    SunCondition,
    SunTrigger,
    Tell,
    TimeCondition,
    TimePatternTrigger,
    TimeTrigger,
    ZoneTrigger,
)
from hub.home.step import Step
from hub.language.chore_words import in_words
from hub.language.replies import reply
from hub.language.rule_telling import rule_in_words
from tests.support.fakes import put

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 1, 14, 18, 0, tzinfo=ZONE)
DESK, ANNA, DOOR = EntityId("light.desk"), EntityId("person.anna"), EntityId("binary_sensor.door")
OFF = Step(command=parse_command("light.turn_off", {}), targets=(DESK,))
HOME = EntityId("zone.home")


@pytest.fixture
def home() -> Home:
    home = Home(now=lambda: NOW.astimezone(UTC))
    study = home.area_named("Study")
    put(home, DESK, "on", name="Desk lamp", area_id=study.id)
    put(home, ANNA, "home", name="Anna")
    put(home, DOOR, "off", name="Front door", device_class="door")
    put(home, "sensor.warmth", "20", name="Study temperature")
    for number in range(6):
        put(home, f"light.n{number}", "on", area_id=study.id)
    return home


def rule(*triggers: AnyTrigger, **more: object) -> Rule:
    values = {"alias": "Desk off", "actions": (OFF,), "triggers": triggers} | more
    return Rule.model_validate(values)


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        (TimeTrigger(at=time(19, 30)), "at 19:30 every day"),
        (TimeTrigger(at=NOW + timedelta(minutes=5)), "at 18:05"),
        (TimeTrigger(at=datetime(2026, 1, 14, 18, 30, 20, tzinfo=UTC)), "at 19:30:20"),
        (TimeTrigger(at=NOW + timedelta(hours=13)), "tomorrow at 07:00"),
        (TimeTrigger(at=NOW + timedelta(days=4)), "on Sunday 18 January at 18:00"),
        (TimePatternTrigger(minutes="/5"), "every 5 minutes"),
        (TimePatternTrigger(hours="/1"), "every hour"),
        (TimePatternTrigger(minutes="0"), "every full hour"),
        (SunTrigger(event="sunset"), "at sunset every day"),
        (SunTrigger(event="sunrise", offset_s=-1800), "30 minutes before sunrise every day"),
        (StateTrigger(entity_id=(DOOR,), to=("on",)), "when the Front door becomes open"),
        (
            StateTrigger(entity_id=(DOOR,), to=("on",), for_s=600),
            "when the Front door becomes open for 10 minutes",
        ),
        (
            StateTrigger(entity_id=(DESK,), to=("off",), from_=("on",)),
            "when the Desk lamp turns off",
        ),
        (StateTrigger(entity_id=(DESK,), from_=("on",)), "when the Desk lamp changes from on"),
        (
            StateTrigger(entity_id=(ANNA,), to=("home",), from_=("work",)),
            "when Anna becomes home from work",
        ),
        (
            NumericStateTrigger(entity_id=(EntityId("sensor.warmth"),), above=25),
            "when the Study temperature rises above 25",
        ),
        (ZoneTrigger(entity_id=(ANNA,), zone=HOME, event="enter"), "when Anna arrives at home"),
        (ZoneTrigger(entity_id=(ANNA,), zone=HOME, event="leave"), "when Anna leaves home"),
        (
            DistanceTrigger(entity_id=(ANNA,), zone=HOME, within_m=2000),
            "when Anna comes within 2 km of home",
        ),
    ],
)
def test_triggers(home: Home, trigger: AnyTrigger, words: str) -> None:
    assert rule_in_words(rule(trigger), home, NOW) == f"turn off the Desk lamp {words}"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (TimeCondition(weekday=WEEKDAYS), "at 19:30 on weekdays"),
        (TimeCondition(weekday=WEEKEND), "at 19:30 at weekends"),
        (TimeCondition(weekday=("mon", "fri")), "at 19:30 on Mondays and Fridays"),
        (
            TimeCondition(after=time(22), before=time(6)),
            "at 19:30 every day, between 22:00 and 06:00",
        ),
        (SunCondition(after="sunset"), "at 19:30 every day, while it is dark outside"),
        (
            StateCondition(entity_id=(DOOR,), state=("off",)),
            "at 19:30 every day, if the Front door is closed",
        ),
        (
            NumericStateCondition(entity_id=(EntityId("sensor.warmth"),), below=18),
            "at 19:30 every day, if the Study temperature is below 18",
        ),
        (
            NotCondition(conditions=(StateCondition(entity_id=(ANNA,), state=("home",)),)),
            "at 19:30 every day, unless Anna is home",
        ),
    ],
)
def test_conditions(home: Home, condition: AnyCondition, words: str) -> None:
    made = rule(TimeTrigger(at=time(19, 30)), conditions=(condition,))
    assert rule_in_words(made, home, NOW) == f"turn off the Desk lamp {words}"


def test_several_actions_and_pauses_are_told_in_order(home: Home) -> None:
    many = OFF.model_copy(update={"targets": tuple(EntityId(f"light.n{n}") for n in range(6))})
    made = rule(
        TimeTrigger(at=time(7)), once=True, actions=(OFF, Delay(delay_s=300), many, Tell(tell="hi"))
    )
    assert rule_in_words(made, home, NOW) == (
        "turn off the Desk lamp, then after 5 minutes turn off 6 lights in Study and "
        "tell you “hi” at 07:00"
    )


@pytest.mark.parametrize(
    ("chore", "named", "words"),
    [
        (StartTimer(duration_s=300), (), "Timer set for 5 minutes."),
        (StartTimer(duration_s=90, name="pasta"), (), "Pasta timer set for 1 minute 30 seconds."),
        (
            ChangeTimers(op="cancel_timers", timer_ids=("a",)),
            ("pasta timer",),
            "The pasta timer is cancelled.",
        ),
        (
            ChangeTimers(op="extend_timers", timer_ids=("a",), seconds=60),
            ("pasta timer",),
            "The pasta timer is 1 minute longer now.",
        ),
        (
            ChangeTimers(op="pause_timers", timer_ids=("a", "b")),
            ("pasta timer", "egg timer"),
            "The pasta timer and egg timer are paused.",
        ),
        (
            ChangeRules(op="pause_rules", rule_ids=("a",)),
            ("Desk off",),
            "Rule paused: “Desk off”.",
        ),
        (
            TeachName(name="the moon", entity_ids=(DESK,)),
            (),
            "I'll know the Desk lamp as “the moon” too.",
        ),
        (TeachName(name="den", area_id=AreaId("study")), (), "I'll know Study as “den” too."),
        (
            TeachPhrase(phrase="movie mode", sentences=("dim the lights", "close the blinds")),
            (),
            "When you say “movie mode”, I'll do this: dim the lights; close the blinds.",
        ),
        (Forget(name="den"), (), "I've forgotten “den”."),
        (
            KeepRules(rules=(rule(TimeTrigger(at=time(19, 30)), once=True),)),
            (),
            "I'll turn off the Desk lamp at 19:30.",
        ),
    ],
)
def test_chores(home: Home, chore: Chore, named: tuple[str, ...], words: str) -> None:
    assert in_words([chore], home, NOW, [named]) == words


@pytest.mark.parametrize(
    ("status", "detail", "words"),
    [
        (Status.DONE, "", "Timer set for 1 minute."),
        (Status.DENIED, "guests may not", "Not allowed: guests may not."),
        (Status.FAILED, "the disk is full", "I could not do that: the disk is full."),
        (Status.WAITING, "", "Shall I set a timer for 1 minute? Say yes to confirm within 60 s."),
    ],
)
def test_replies_claim_only_what_was_done(
    home: Home, status: Status, detail: str, words: str
) -> None:
    plan = Plan(request=Request(), body=Chores(chores=(StartTimer(duration_s=60),)), planner="test")
    verdict = Verdict(effect=Effect.ALLOW, policy="p", reason="r")
    outcome = ChoreOutcome(chore=0, status=status, detail=detail)
    result = PlanResult(plan=plan, verdict=verdict, chores=(outcome,))
    assert reply(home, result, 60) == words


def test_a_dry_run_claims_nothing(home: Home) -> None:
    chores = (StartTimer(duration_s=60, name="egg"), ChangeRules(op="pause_rules", rule_ids=("a",)))
    plan = Plan(request=Request(), body=Chores(chores=chores), planner="test")
    for effect, words in (
        (Effect.ALLOW, "Planned: set a timer called egg for 1 minute; pause rules."),
        (Effect.DENY, "Not allowed: r."),
    ):
        verdict = Verdict(effect=effect, policy="p", reason="r")
        assert reply(home, PlanResult(plan=plan, verdict=verdict)) == words


def test_a_rule_in_a_reply_is_told_in_the_houses_own_time(home: Home) -> None:
    at = datetime(2026, 1, 14, 18, 30, tzinfo=UTC)
    chores = (KeepRules(rules=(rule(TimeTrigger(at=at), once=True),)),)
    plan = Plan(request=Request(), body=Chores(chores=chores), planner="test")
    verdict = Verdict(effect=Effect.ALLOW, policy="p", reason="r")
    done = (ChoreOutcome(chore=0, status=Status.DONE),)
    result = PlanResult(plan=plan, verdict=verdict, chores=done)
    assert reply(home, result, zone=ZONE) == "I'll turn off the Desk lamp at 19:30."
