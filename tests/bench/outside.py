"""Lares seen from outside, beside the bare client: `make bench-hub HUBBENCH=FOLDER`.

FOLDER holds hubbench, a black-box bench that points one load at any hub with Home Assistant's
discovery and REST; it is no part of this repository. `lares.json` tells it how to start Lares.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
ADAPTER = Path(__file__).with_name("lares.json")
FLOOR = Path("adapters/floor_paho.json")


def main() -> int:
    """Run it on both and print its summary; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hubbench", default="", metavar="FOLDER", help="where hubbench.py is")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="keep the raw results here")
    parser.add_argument("--n", default="100,1000", help="numbers of devices")
    parser.add_argument("--runs", default="1", help="how often")
    parser.add_argument("--only", help="idle,latency,burst,... : see hubbench")
    given = parser.parse_args()
    folder = Path(given.hubbench or ".").resolve()
    bench = folder / "hubbench.py" if folder.is_dir() else folder
    missing = _missing(given.hubbench, bench)
    if missing:
        print(f"bench-hub: {missing}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        out = given.out or Path(scratch)
        command = [sys.executable, str(bench), "run", "--n", given.n, "--runs", given.runs]
        command += ["--out", str(out), *(["--only", given.only] if given.only else [])]
        for adapter in (bench.parent / FLOOR, ADAPTER):
            subprocess.run([*command, "--adapter", str(adapter)], check=True, env=_environment())
        subprocess.run([sys.executable, str(bench), "summary", str(out)], check=True)
    return 0


def _missing(given: str, bench: Path) -> str:
    """Say what is missing, and what to do."""
    if not given:
        return "say where hubbench is: make bench-hub HUBBENCH=FOLDER"
    if not bench.is_file():
        return f"there is no {bench}: HUBBENCH is the folder with hubbench.py and adapters/"
    if not (bench.parent / FLOOR).is_file():
        return f"there is no {bench.parent / FLOOR}, the bare client to compare with"
    return ""


def _environment() -> dict[str, str]:
    ours = dict.fromkeys(("LARES_PYTHON", "FLOOR_PYTHON"), sys.executable)
    return os.environ | ours | {"LARES_SOURCE": str(ROOT)}


if __name__ == "__main__":
    sys.exit(main())
