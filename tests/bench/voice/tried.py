"""What sentences came to that were said to real microphones, in figures."""

from collections.abc import Sequence
from typing import Any

from hub.record import record
from tests.bench.voice.state_change import CameTo, Verdict
from tests.bench.voice.times import Timed, summary, timed_json
from tests.bench.voice.word_errors import word_error_rate

ALL = "all"


@record(frozen=True, slots=True, kw_only=True)
class Tried:
    """One sentence that was said to one microphone, and what it came to."""

    microphone: str
    timed: Timed
    verdict: Verdict


def rows(found: Sequence[Tried]) -> list[dict[str, Any]]:
    """Return the figures of each microphone at each level, and at all of them."""
    made: dict[tuple[str, str], list[Tried]] = {}
    for each in found:
        made.setdefault((each.microphone, each.timed.level), []).append(each)
    for microphone in dict.fromkeys(each.microphone for each in found):
        made[microphone, ALL] = [each for each in found if each.microphone == microphone]
    order = list(dict.fromkeys(microphone for microphone, _ in made))
    return [_row(*key, made[key]) for key in sorted(made, key=lambda key: order.index(key[0]))]


def not_right(found: Sequence[Tried]) -> list[dict[str, Any]]:
    """Return the sentences that did not come to what was wanted, the worst first."""
    order = list(CameTo)
    wrong = [each for each in found if each.verdict.came_to is not CameTo.RIGHT]
    return [
        {
            "microphone": each.microphone,
            "came_to": each.verdict.came_to.value,
            "why": each.verdict.why,
            **timed_json(each.timed),
        }
        for each in sorted(wrong, key=lambda each: -order.index(each.verdict.came_to))
    ]


def line(one: Tried) -> str:
    """Show it in one line."""
    timed, verdict = one.timed, one.verdict
    took = "" if timed.command_ms is None else f" after {timed.command_ms:.0f} ms"
    place = f"{one.microphone}, {timed.level}, {timed.speaker}"
    return f"{place}: {timed.said} | {timed.heard} | {verdict.came_to}{took} {verdict.why}".rstrip()


def _row(microphone: str, level: str, found: Sequence[Tried]) -> dict[str, Any]:
    ends = [each.verdict.came_to for each in found]
    said, heard = [e.timed.said for e in found], [e.timed.heard for e in found]
    return {
        "microphone": microphone,
        "level": level,
        "count": len(found),
        "word_errors": round(word_error_rate(said, heard), 4),
        **{each.name.lower(): round(ends.count(each) / len(ends), 4) for each in CameTo},
        "stages": summary([each.timed for each in found]),
    }
