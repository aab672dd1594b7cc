"""How figures are summed up and printed."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """A sample of times in milliseconds."""

    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, samples_s: Sequence[float]) -> "Timing":
        """Sum up samples given in seconds."""
        ordered = sorted(samples_s)
        cuts = statistics.quantiles(ordered, n=100, method="inclusive")
        return cls(cuts[49] * 1e3, cuts[94] * 1e3, cuts[98] * 1e3)

    def __str__(self) -> str:
        """Show the three in one line."""
        return f"p50 {self.p50:.2f} ms, p95 {self.p95:.2f} ms, p99 {self.p99:.2f} ms"


def row(what: str, measured: object, target: str = "") -> None:
    """Print one line of the report."""
    wanted = f"   (target: {target})" if target else ""
    print(f"{what:<46} {measured}{wanted}", flush=True)
