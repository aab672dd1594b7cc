"""The breaker: which rules stand behind what happened, and when one sets itself off too often."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.automation.loops import MOST_TIMES, WITHIN, LoopWatch
from hub.home.model import Context, Source

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
OWN = frozenset({"a"})


def test_what_a_plan_brought_about_has_its_rules_behind_it() -> None:
    watch = LoopWatch()
    watch.note("p1", frozenset({"a", "b"}))
    assert watch.chain_of(Context(id="p1", source=Source.RULE)) == {"a", "b"}
    assert watch.chain_of(Context(id="x", parent_id="p1", source=Source.RULE)) == {"a", "b"}
    assert watch.chain_of(Context(id="x", source=Source.DEVICE)) == frozenset()
    assert watch.chain_of(None) == frozenset()


def test_a_rule_that_sets_itself_off_too_often_is_a_loop() -> None:
    watch = LoopWatch()
    runs = [watch.is_loop("a", OWN, NOW + timedelta(milliseconds=n)) for n in range(MOST_TIMES + 1)]
    assert runs == [False] * MOST_TIMES + [True]


def test_others_may_set_it_off_as_often_as_they_like() -> None:
    watch = LoopWatch()
    assert not any(watch.is_loop("a", frozenset({"b"}), NOW) for _ in range(5 * MOST_TIMES))


def test_once_forgotten_it_is_counted_anew() -> None:
    watch = LoopWatch()
    for _ in range(MOST_TIMES):
        watch.is_loop("a", OWN, NOW)
    watch.forget("a")
    assert not watch.is_loop("a", OWN, NOW)


@given(st.lists(st.floats(0.0, 30.0), max_size=60))
def test_it_is_a_loop_just_when_more_than_the_most_fall_within(gaps: list[float]) -> None:
    watch, now, times = LoopWatch(), NOW, list[datetime]()
    for gap in gaps:
        now += timedelta(seconds=gap)
        times.append(now)
        lately = [one for one in times if now - one <= WITHIN]
        assert watch.is_loop("a", OWN, now) == (len(lately) > MOST_TIMES)


def test_old_plans_are_forgotten_in_the_end() -> None:
    watch = LoopWatch()
    for number in range(5000):
        watch.note(f"p{number}", OWN)
    assert watch.chain_of(Context(id="p0", source=Source.RULE)) == frozenset()
    assert watch.chain_of(Context(id="p4999", source=Source.RULE)) == OWN
