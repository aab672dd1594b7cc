"""How loud the rooms are in which sentences are measured, and a sentence said in one."""

from collections.abc import Sequence

from hub.home.speech import Sound
from hub.record import record
from tests.support.rooms import Noise, in_room

KINDS = (Noise.FAN, Noise.TALK, Noise.KITCHEN, Noise.PINK)
CLEAN = "clean"


@record(frozen=True, slots=True)
class Level:
    """How loud a room is: speech over noise in dB, None without noise; and its echo."""

    name: str
    snr_db: float | None = None
    echo_s: float = 0.0


LEVELS = (
    Level(CLEAN),
    Level("echo 0.4 s, 20 dB", 20.0, 0.4),
    Level("20 dB", 20.0),
    Level("10 dB", 10.0),
    Level("5 dB", 5.0),
    Level("0 dB", 0.0),
)
# Those of a running hub, where a sentence takes as long as it takes to say.
RUNNING = ("clean", "20 dB", "10 dB", "5 dB")


def levels_named(names: Sequence[str]) -> list[Level]:
    """Return the levels of these names, the quietest first."""
    return [each for each in LEVELS if each.name in names]


def noise_of(level: Level, number: int) -> Noise | None:
    """Return what a room sounds like: of all kinds of noise the next one, or none."""
    return None if level.snr_db is None else KINDS[number % len(KINDS)]


def said_at(
    level: Level, words: Sound, number: int, *, before_s: float = 0.5, after_s: float
) -> Sound:
    """Return words as they are heard at a level; the same number gives the same room."""
    return in_room(
        words,
        noise_of(level, number),
        snr_db=level.snr_db or 0.0,
        echo_s=level.echo_s,
        before_s=before_s,
        after_s=after_s,
        seed=number,
    )
