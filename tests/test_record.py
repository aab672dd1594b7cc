"""Records are dataclasses in all that others rely on."""

from dataclasses import dataclass, field, fields, replace

from pydantic import TypeAdapter

from hub.record import record


@record(frozen=True, slots=True)
class Point:
    """A point."""

    x: int
    y: int = 0
    note: str = field(default="", compare=False, repr=False)


@record(frozen=True, slots=True)
class Alone:
    """Nothing."""


@record(frozen=True, slots=True)
class Lettered:
    """Compared by what it says of itself."""

    text: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lettered) and self.text.lower() == other.text.lower()

    def __hash__(self) -> int:
        return hash(self.text.lower())


@dataclass(frozen=True, slots=True)
class Other:
    """Of another class."""

    x: int
    y: int = 0


def test_records_compare_and_hash_by_what_they_hold() -> None:
    assert Point(1) == Point(1, 0, "seen") != Point(1, 2)
    other: object = Other(1)
    assert Point(1) != other
    assert len({Point(1), Point(1, 0, "seen"), Point(2)}) == 2
    assert Alone() == Alone()
    assert {Lettered("A"), Lettered("a")} == {Lettered("A")}


def test_records_tell_what_they_hold() -> None:
    assert repr(Point(1, 2, "unsaid")) == "Point(x=1, y=2)"


def test_records_are_dataclasses() -> None:
    assert replace(Point(1), y=3) == Point(1, 3)
    assert [one.name for one in fields(Point)] == ["x", "y", "note"]
    assert TypeAdapter(Point).validate_json('{"x": 1}') == Point(1)
    assert Point.__match_args__ == ("x", "y", "note")
