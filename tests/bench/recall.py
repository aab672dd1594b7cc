"""Candidate recall: is what a sentence means among the first 10 and 24 candidates, and how fast?"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from hub.home.plan import Request
from hub.language.candidates import select
from tests.bench.figures import Timing, row
from tests.bench.recall_homes import TONGUES, make_home, sentences

SIZES = (20, 100, 500)
HOMES = 5
SENTENCES = 200
LIMITS = (10, 24)
SEED = 20261123


@dataclass(frozen=True, slots=True)
class Recall:
    """The recall in homes of one size: found sentences of all, by kind and number looked at."""

    language: str
    size: int
    kind: str
    asked: int
    found: dict[int, int]
    timing: Timing

    def share(self, limit: int) -> float:
        """Return the share of sentences of which everything meant was found."""
        return self.found[limit] / self.asked


def measure() -> Iterator[Recall]:
    """Yield the recall for every language, size and kind of sentence, and for all kinds."""
    for language in TONGUES:
        for size in SIZES:
            yield from _of_size(language, size)


def _of_size(language: str, size: int) -> Iterator[Recall]:
    rng = Random(SEED + size)  # noqa: S311 -- homes, not secrets
    times: dict[str, list[float]] = {}
    found: dict[str, dict[int, int]] = {}
    for _ in range(HOMES):
        home, things = make_home(TONGUES[language], size, rng)
        select(home, Request(text="warm up"), max(LIMITS))
        for spoken in sentences(TONGUES[language], things, rng, SENTENCES, most_meant=LIMITS[0]):
            began = time.perf_counter()
            chosen = select(home, Request(text=spoken.text, language=language), max(LIMITS))
            took = time.perf_counter() - began
            ids = [candidate.entity.id for candidate in chosen]
            for kind in (spoken.kind, "all"):
                times.setdefault(kind, []).append(took)
                counts = found.setdefault(kind, dict.fromkeys(LIMITS, 0))
                for limit in LIMITS:
                    counts[limit] += spoken.targets <= set(ids[:limit])
    for kind, counts in found.items():
        yield Recall(language, size, kind, len(times[kind]), counts, Timing.of(times[kind]))


def as_markdown(recalls: list[Recall]) -> str:
    """Return the figures as a table."""
    lines = [
        "| language | entities | sentences | asked | recall@10 | recall@24 | p50 ms | p95 ms |",
        "| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for each in recalls:
        shares = " | ".join(f"{each.share(limit):.2%}" for limit in LIMITS)
        times = f"{each.timing.p50:.2f} | {each.timing.p95:.2f}"
        lines.append(
            f"| {each.language} | {each.size} | {each.kind} | {each.asked} | {shares} | {times} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and print."""
    for each in measure():
        if each.kind == "all":
            what = f"recall@10 / @24, {each.language}, {each.size} entities"
            shares = " / ".join(f"{each.share(limit):.2%}" for limit in LIMITS)
            row(what, f"{shares}, {each.timing}", "99.5 % at 24")


if __name__ == "__main__":
    main()
