"""How long to wait before the next try."""

import random
from collections.abc import Iterator

FIRST_S = 0.5
LONGEST_S = 60.0


def waits(first_s: float = FIRST_S, longest_s: float = LONGEST_S) -> Iterator[float]:
    """Yield seconds to wait, doubled each time up to `longest_s`, with a tenth of jitter.

    The jitter keeps twenty lamps from calling at once when the power returns.
    """
    wait_s = first_s
    while True:
        yield wait_s * random.uniform(0.9, 1.1)  # noqa: S311 -- jitter, not secrets
        wait_s = min(2 * wait_s, longest_s)
