"""How long fuzzing goes on: a moment with all tests, long in `make fuzz`."""

import os

from hypothesis import HealthCheck, settings

# `make fuzz` sets it: how many times as many examples.
LONGER = int(os.environ.get("LARES_FUZZ", "1"))


def fuzzing(examples: int) -> settings:
    """Return settings for so many examples, or many more in `make fuzz`."""
    odd = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=examples * LONGER, deadline=None, suppress_health_check=odd)
