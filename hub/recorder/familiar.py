"""From where each user logged in before, so that strangers elsewhere do not keep them out."""

import hashlib
from datetime import datetime

import sqlite_utils

from hub.home.ids import UserId
from hub.recorder.times import to_text

# The phone's, the desk's and a few of the way; those unused for longest are forgotten.
ADDRESSES_KEPT = 8


def is_familiar(db: sqlite_utils.Database, user_id: UserId, address: str) -> bool:
    """Tell whether a user logged in from an address before."""
    sql = "SELECT 1 FROM familiar_addresses WHERE user_id = ? AND digest = ?"
    return bool(list(db.query(sql, [user_id, address_digest(user_id, address)])))


def remember_address(
    db: sqlite_utils.Database, user_id: UserId, address: str, now: datetime
) -> None:
    """Keep that a user logged in from an address; in a transaction."""
    db.execute(
        "INSERT OR REPLACE INTO familiar_addresses (user_id, digest, last_used) VALUES (?, ?, ?)",
        [user_id, address_digest(user_id, address), to_text(now)],
    )
    db.execute(
        "DELETE FROM familiar_addresses WHERE user_id = ? AND digest NOT IN (SELECT digest FROM"
        " familiar_addresses WHERE user_id = ? ORDER BY last_used DESC, rowid DESC LIMIT ?)",
        [user_id, user_id, ADDRESSES_KEPT],
    )


def address_digest(whose: str, address: str) -> str:
    """Return what stands for an address, different for each one whose it is."""
    return hashlib.sha256(f"{whose}\n{address}".encode()).hexdigest()
