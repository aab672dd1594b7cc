"""Copies are told from messages, and what was held comes in order."""

from hypothesis import given
from hypothesis import strategies as st

from integrations.mqtt.copies import MAX_AWAITED, WITHIN_S, Copies
from integrations.mqtt.held import MAX_HELD, Held
from integrations.mqtt.router import Router

FILTERS = ("a/b", "a/+", "a/#")


def _router(*filters: str) -> Router:
    router = Router()
    for topic_filter in filters:
        router.add(topic_filter, lambda _: None)
    return router


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@given(st.lists(st.sampled_from([b"1", b"2", b"3"]), max_size=20), st.integers(1, 3))
def test_each_message_passes_once_whatever_its_repetitions(sent: list[bytes], count: int) -> None:
    copies = Copies(_router(*FILTERS[:count]), _Clock())
    wire = [payload for payload in sent for _ in range(count)]
    assert [payload for payload in wire if not copies.is_copy("a/b", payload)] == sent


@given(st.lists(st.sampled_from([b"1", b"2", b"3"]), max_size=20))
def test_copies_may_come_after_other_messages(sent: list[bytes]) -> None:
    copies = Copies(_router(*FILTERS), _Clock())
    passed = [payload for payload in sent * 3 if not copies.is_copy("a/b", payload)]
    assert sorted(passed) == sorted(sent)


def test_a_copy_that_never_came_costs_no_later_message() -> None:
    clock = _Clock()
    copies = Copies(_router(*FILTERS), clock)
    assert not copies.is_copy("a/b", b"on")
    assert copies.is_copy("a/b", b"on")
    clock.now += WITHIN_S
    assert not copies.is_copy("a/b", b"on")


def test_filters_come_and_go() -> None:
    router = _router("a/b")
    copies = Copies(router, _Clock())
    assert not any(copies.is_copy("a/b", b"on") for _ in range(2))
    router.add("a/+", lambda _: None)
    assert [copies.is_copy("a/b", b"on") for _ in range(4)] == [False, True, False, True]


def test_a_flood_of_topics_is_not_kept() -> None:
    copies = Copies(_router(*FILTERS), _Clock())
    for number in range(3 * MAX_AWAITED):
        copies.is_copy(f"a/{number}", b"x")
    assert len(copies._awaited) <= MAX_AWAITED
    assert len(copies._counts) <= MAX_AWAITED


def test_what_nobody_wanted_yet_comes_in_order_and_before_what_followed() -> None:
    wanted: set[str] = set()
    held = Held(wanted.__contains__)
    assert held.holds("m", b"1", is_kept=False)
    wanted.add("m")
    wanted.add("n")
    assert held.holds("m", b"2", is_kept=True)
    assert not held.holds("n", b"3", is_kept=False)
    came: list[tuple[str, bytes, bool]] = []
    held.release(lambda topic, payload, *, is_kept: came.append((topic, payload, is_kept)))
    assert came == [("m", b"1", False), ("m", b"2", True)]


def test_only_so_much_is_held() -> None:
    held = Held(lambda _: False)
    for number in range(2 * MAX_HELD):
        held.holds(f"t{number}", b"x", is_kept=False)
    came: list[str] = []
    held.release(lambda topic, _payload, *, is_kept: came.append(f"{topic} {is_kept}"))
    assert len(came) == MAX_HELD
    assert came[-1] == f"t{2 * MAX_HELD - 1} False"
