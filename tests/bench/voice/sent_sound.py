"""The sound that a page sends over its WebSocket, and when a known sound in it was heard."""

import base64
import time
from collections.abc import Mapping, Sequence

import numpy as np

from hub.home.speech import HEARING_RATE, Sound
from hub.record import record
from tests.support.voices import to_samples

# Notes each piece of sound with the time at which it is sent (ms since 1970).
SENT_SOUND = """
globalThis.sentSound = [];
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (message) {
  if (typeof message !== 'string') {
    const bytes = String.fromCharCode(...new Uint8Array(message).subarray(1));
    sentSound.push({at_ms: performance.timeOrigin + performance.now(), pcm: btoa(bytes)});
  }
  return send.call(this, message);
};
"""


@record(frozen=True, slots=True)
class Piece:
    """A piece of sound, and when it was sent (monotonic seconds)."""

    at_s: float
    pcm: bytes


def pieces_of(told: Sequence[Mapping[str, object]]) -> list[Piece]:
    """Return what `SENT_SOUND` noted, by the clock of this program."""
    ahead_s = time.time() - time.monotonic()
    return [
        Piece(float(str(each["at_ms"])) / 1000 - ahead_s, base64.b64decode(str(each["pcm"])))
        for each in told
    ]


def begun_at_s(pieces: Sequence[Piece], sound: Sound) -> float | None:
    """Return when a microphone heard the first sample of a sound; None if nothing was sent.

    The sound is looked for in what was sent, whatever the browser made of it on the way. The piece
    that came the soonest after it was heard counts as sent at once; all others waited.
    """
    sent = to_samples(Sound(b"".join(piece.pcm for piece in pieces)))
    if not len(sent):
        return None
    ends = np.cumsum([len(piece.pcm) // 2 for piece in pieces]) / HEARING_RATE
    opened_at_s = float(min(piece.at_s - end for piece, end in zip(pieces, ends, strict=True)))
    return opened_at_s + offset_of(to_samples(sound), sent) / HEARING_RATE


def offset_of(wanted: np.ndarray, sent: np.ndarray) -> int:
    """Return at which sample of `sent` it fits the best; negative if its beginning is missing."""
    size = len(sent) + len(wanted)
    likeness = np.fft.irfft(np.fft.rfft(sent, size) * np.conj(np.fft.rfft(wanted, size)), size)
    at = int(np.argmax(likeness))
    return at if at < len(sent) else at - size
