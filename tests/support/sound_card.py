"""A sound card out of files, for a real satellite: what it hears, when it wakes, what it plays.

python sound_card.py microphone FOLDER   writes 16 kHz samples as time passes: silence, and once
                                         N.pcm (N = 1, 2, ...) is in the folder, that; N.begun
                                         tells when (monotonic seconds)
python sound_card.py wake FOLDER         reads samples; says the wake word once N.wake is there
python sound_card.py speaker FOLDER      reads samples and adds them to played.pcm
"""

import os
import sys
import time
from pathlib import Path

RATE = 16_000
PIECE_S = 0.064
PIECE = int(RATE * PIECE_S) * 2


def microphone(folder: Path) -> None:
    """Write sound at the pace of time."""
    number, waiting, due = 1, b"", time.monotonic()
    while True:
        file = folder / f"{number}.pcm"
        if not waiting and file.exists():
            waiting = file.read_bytes()
            _tell_begun(folder / f"{number}.begun")
            number += 1
        piece, waiting = waiting[:PIECE], waiting[PIECE:]
        sys.stdout.buffer.write(piece.ljust(PIECE, b"\0"))
        sys.stdout.buffer.flush()
        due += PIECE_S
        time.sleep(max(0.0, due - time.monotonic()))


def _tell_begun(file: Path) -> None:
    """Tell when a microphone would have heard the first of a piece that is handed over now."""
    fresh = file.with_suffix(".telling")
    fresh.write_text(str(time.monotonic() - PIECE_S))
    fresh.rename(file)


def wake(folder: Path) -> None:
    """Wake when told to."""
    number = 1
    while sys.stdin.buffer.read(PIECE):
        if (folder / f"{number}.wake").exists():
            number += 1
            sys.stdout.write("okay_nabu\n")
            sys.stdout.flush()


def speaker(folder: Path) -> None:
    """Keep what is played."""
    with (folder / "played.pcm").open("ab", buffering=0) as played:
        while piece := os.read(sys.stdin.fileno(), PIECE):
            played.write(piece)


if __name__ == "__main__":
    {"microphone": microphone, "wake": wake, "speaker": speaker}[sys.argv[1]](Path(sys.argv[2]))
