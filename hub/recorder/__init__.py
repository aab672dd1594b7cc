"""What must outlive the process: users, tokens, approvals, traces and the registry, in SQLite."""

import sys

# sqlite-utils imports numpy, if it is there, only to accept its number types: 12 MB and a tenth of
# a second that a hub has no use for. The language worker, a process of its own, has numpy.
_HAD_NUMPY = "numpy" in sys.modules
if not _HAD_NUMPY:
    sys.modules["numpy"] = None  # type: ignore[assignment]
import sqlite_utils  # noqa: E402, F401

if not _HAD_NUMPY:
    del sys.modules["numpy"]
