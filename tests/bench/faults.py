"""`make soak-faults`: commands to faulty devices; none may be called done that was not."""

import argparse
import sys
import time

from hub.home.plan import Status
from tests.support.faulty.soak import soak

BATCH = 10_000


def main() -> int:
    """Send the commands in batches, each of a seed of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commands", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began, lies, ends = time.monotonic(), 0, dict.fromkeys(Status, 0)
    for batch in range(-(-asked.commands // BATCH)):
        tally = soak(min(BATCH, asked.commands - batch * BATCH), asked.seed + batch)
        for status, count in tally.ends.items():
            ends[status] += count
        lies += len(tally.lies)
        for lie in tally.lies:
            print(f"seed {asked.seed + batch}: {lie}")
        told = ", ".join(f"{status} {count}" for status, count in ends.items() if count)
        print(
            f"{sum(ends.values())} commands: {told}; called done and were not: {lies}", flush=True
        )
    print(f"{time.monotonic() - began:.0f} s")
    return 1 if lies else 0


if __name__ == "__main__":
    sys.exit(main())
