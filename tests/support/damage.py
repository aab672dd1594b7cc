"""Damages pages of SQLite databases."""

import os
import sqlite3
from pathlib import Path

PAGE = 4096


def pages_of(path: Path, table: str) -> list[int]:
    """Return the pages of a table, counted from 1, by walking its tree (file format, 1.6)."""
    db = sqlite3.connect(path)
    [[root]] = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [table]).fetchall()
    db.close()
    content, found, todo = path.read_bytes(), [], [root]
    while todo:
        page = todo.pop()
        found.append(page)
        start = (page - 1) * PAGE
        if content[start] == 5:
            count = int.from_bytes(content[start + 3 : start + 5])
            cells = [
                int.from_bytes(content[at : at + 2])
                for at in range(start + 12, start + 12 + 2 * count, 2)
            ]
            todo += [int.from_bytes(content[start + at : start + at + 4]) for at in cells]
            todo.append(int.from_bytes(content[start + 8 : start + 12]))
    return sorted(found)


def spoil(path: Path, *pages: int) -> None:
    """Overwrite pages, counted from 1, with noise."""
    content = bytearray(path.read_bytes())
    for page in pages:
        content[(page - 1) * PAGE : page * PAGE] = os.urandom(PAGE)
    path.write_bytes(content)
