"""Time that passes only when told to."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.automation.alarms import Ring
from hub.automation.virtual_time import VirtualTime

START = datetime(2026, 1, 1, tzinfo=UTC)


def noting(rung: list[tuple[str, datetime]], key: str, time: VirtualTime) -> Ring:
    async def ring() -> None:
        rung.append((key, time.now))

    return ring


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 100), st.booleans())))
async def test_the_earliest_rings_first_and_the_last_setting_counts(
    settings: list[tuple[str, int, bool]],
) -> None:
    time, rung, expected = VirtualTime(START), list[tuple[str, datetime]](), dict[str, int]()
    for key, after_s, is_cancelled in settings:
        time.set(key, START + timedelta(seconds=after_s), noting(rung, key, time))
        expected[key] = after_s
        if is_cancelled:
            time.cancel(key)
            del expected[key]
    await time.advance_to(START + timedelta(seconds=200))
    assert {key: (at - START).seconds for key, at in rung} == expected
    assert [at for _, at in rung] == sorted(at for _, at in rung)
    assert time.now == START + timedelta(seconds=200)


async def test_what_an_alarm_sets_rings_on_the_way() -> None:
    time, rung = VirtualTime(START), list[tuple[str, datetime]]()

    async def again() -> None:
        rung.append(("tick", time.now))
        time.set("tick", time.now + timedelta(minutes=1), again)

    time.set("tick", START + timedelta(minutes=1), again)
    await time.advance_to(START + timedelta(minutes=5, seconds=30))
    assert len(rung) == 5
    assert time() == START + timedelta(minutes=5, seconds=30)
