"""A soak: a hub killed thousands of times. `python -m tests.bench.kills --kills 2000`."""

import argparse
import dataclasses
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.support.killing.killer import Toll, kill_often

KILLS_A_HOUSE = 50
SHOWN = 5


def main() -> int:
    """Kill, print a line for each house and a summary; returns 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    began, total, seed = time.monotonic(), Toll(), arguments.seed
    while total.kills < arguments.kills:
        folder = Path(tempfile.mkdtemp(prefix="kills-"))
        toll = kill_often(folder, min(KILLS_A_HOUSE, arguments.kills - total.kills), seed)
        print(f"house {seed}: {_words(toll)}", flush=True)
        for line in toll.wrong[:SHOWN]:
            print(f"  {line}", flush=True)
        if toll.wrong:
            print(f"  kept in {folder}", flush=True)
        else:
            shutil.rmtree(folder)
        for one in dataclasses.fields(Toll):
            setattr(total, one.name, getattr(total, one.name) + getattr(toll, one.name))
        seed += 1
    print(f"in all, in {time.monotonic() - began:.0f} s: {_words(total)}")
    return 1 if total.wrong else 0


def _words(toll: Toll) -> str:
    return (
        f"{toll.kills} kills, {toll.runs} runs, {toll.marks} marks,"
        f" {toll.repeated} safe ones repeated, {toll.unsafe_lost} of {toll.unsafe} others lost,"
        f" {len(toll.wrong)} wrong"
    )


if __name__ == "__main__":
    sys.exit(main())
