"""`lares audit`: verify, show and export the audit record, whether the hub runs or not."""

import argparse
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from hub import remote
from hub.home.audit import AuditKind
from hub.home.errors import HubError
from hub.home.one_line import one_line
from hub.recorder.audit.chain import Row
from hub.recorder.audit.head import DATABASE, parse_head
from hub.recorder.audit.reading import Wanted, as_json, as_line, entries, last_of
from hub.recorder.audit.verifying import Findings, verify

PEOPLE = "lares.db"
BROKEN = 1
# Whole from where it begins, but an earlier record was damaged and set aside.
BEGUN_ANEW = 3
_SHOWN = 50
_WIDEST = 160


def add_commands(audit: argparse.ArgumentParser) -> None:
    """Add what `lares audit` can do."""
    kinds = audit.add_subparsers(required=True, metavar="verify|head|show|export")
    look = kinds.add_parser("verify", help="look whether anything was edited, removed or added")
    look.add_argument("--head", metavar="SEQ:HASH", help="a head you noted: it must be there")
    look.set_defaults(run=_verify)
    head = kinds.add_parser("head", help="print how far the record goes; note it elsewhere")
    head.set_defaults(run=_head)
    show = kinds.add_parser("show", help="show entries to people, the latest last")
    show.add_argument("--limit", type=int, default=_SHOWN, metavar="N", help="how many")
    show.set_defaults(run=_show)
    export = kinds.add_parser("export", help="print entries as lines of JSON, the oldest first")
    export.set_defaults(run=_export)
    for several in (show, export):
        several.add_argument("--from", dest="start", metavar="TIME", help="such as 2026-03-01")
        several.add_argument("--to", dest="end", metavar="TIME", help="up to, and not with")
        several.add_argument(
            "--kind", action="append", default=[], choices=[kind.value for kind in AuditKind]
        )
    for parser in (look, head, show, export):
        parser.add_argument("--config", type=Path, metavar="DIR", help="the hub's folder")


def _verify(arguments: argparse.Namespace) -> int:
    noted = parse_head(arguments.head) if arguments.head else None
    found = verify(_folder(arguments), noted)
    for problem in found.problems:
        print(f"broken: {problem.text}")
    for note in found.notes:
        print(f"note: {note}")
    if found.begun_anew is not None:
        print(f"note: an earlier record was set aside when this one began: {found.begun_anew}")
    print(_in_words(found))
    if not found.is_whole:
        return BROKEN
    return 0 if found.begun_anew is None else BEGUN_ANEW


def _in_words(found: Findings) -> str:
    if found.last is None:
        return "the record is empty"
    span = f"{found.count} entries, {found.first} to {found.last.sequence}"
    if found.is_whole:
        return f"the record is whole: {span}; head {found.last}"
    places = [problem.sequence for problem in found.problems if problem.sequence is not None]
    first = f", first at entry {min(places)}" if places else ""
    return f"the record is broken{first}: {span}"


def _head(arguments: argparse.Namespace) -> int:
    head = last_of(_folder(arguments))
    if head is None:
        raise HubError("the audit record is empty")
    print(head)
    return 0


def _show(arguments: argparse.Namespace) -> int:
    names = _names(_folder(arguments))
    for row in _wanted(arguments, limit=arguments.limit):
        for line in _lines(as_json(row), names):
            print(line)
    return 0


def _export(arguments: argparse.Namespace) -> int:
    for row in _wanted(arguments, limit=None):
        print(as_line(row))
    return 0


def _wanted(arguments: argparse.Namespace, *, limit: int | None) -> Iterator[Row]:
    wanted = Wanted(
        start=_moment("--from", arguments.start),
        end=_moment("--to", arguments.end),
        kinds=tuple(AuditKind(kind) for kind in arguments.kind),
        limit=limit,
    )
    return entries(_folder(arguments), wanted)


def _moment(option: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise HubError(
            f"{option} wants a time such as 2026-03-01 or 2026-03-01T08:00, not {text!r}"
        ) from None


def _folder(arguments: argparse.Namespace) -> Path:
    """Return the folder whose record is meant."""
    given: Path | None = arguments.config
    folders = [given] if given is not None else remote.default_folders()
    for folder in folders:
        if (folder / DATABASE).exists():
            return folder
    looked = ", ".join(map(str, folders))
    raise HubError(f"there is no {DATABASE} (looked in {looked}); name the hub's folder: --config")


def _names(folder: Path) -> dict[str, str]:
    """Return the names of the people, by id; none if they cannot be read."""
    file = folder / PEOPLE
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as db:
            return dict(db.execute("SELECT id, name FROM users").fetchall())
    except sqlite3.Error:
        return {}


def _lines(entry: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    """Tell an entry in one line, and each act of a plan in a line below."""
    at = datetime.fromisoformat(entry["at"]).astimezone()
    user_id, source = entry["user_id"], entry["source"]
    who = source if user_id is None else f"{names.get(user_id, user_id)} ({source})"
    kind, what = str(entry["kind"]), dict(entry["what"])
    told = _words(kind, what)
    yield _line(f"{entry['sequence']:>7}  {at:%Y-%m-%d %H:%M:%S}  {who}: {told}")
    for one in _acts(what):
        yield _line(f"{'':9}{one}")


def _words(kind: str, what: Mapping[str, Any]) -> str:
    match kind:
        case AuditKind.VERDICT if "effect" in what:
            said = f' "{what["said"]}"' if "said" in what else ""
            return f"{what['effect']}{said}: {what['reason']} [{what['policy']}]"
        case AuditKind.OUTCOME if "plan" in what:
            return f"what became of plan {what['plan']}"
        case AuditKind.CHANGE | AuditKind.CHANGED if "method" in what:
            status = f" -> {what['status']}" if "status" in what else ""
            given = f" {what['given']}" if what.get("given") else ""
            return f"{kind}: {what['method']} {what['path']}{given}{status}"
        case _:
            shown = {key: value for key, value in what.items() if value is not None}
            facts = ", ".join(f"{key} {value}" for key, value in shown.items())
            return ": ".join(filter(None, (kind.replace("_", " "), facts)))


def _acts(what: Mapping[str, Any]) -> Iterator[str]:
    steps = what.get("steps", [])
    for word in what.get("words", []):
        step = steps[word["step"]]
        data = f" {step['data']}" if step.get("data") else ""
        why = f": {word['reason']} [{word['policy']}]" if "policy" in word else ""
        yield f"{word['effect']} {step['action']} {word['target']}{data}{why}"
    for end in what.get("outcomes", []):
        sent = f", sent {end['sent']} times" if end.get("sent", 0) > 1 else ""
        detail = f" ({end['detail']})" if end.get("detail") else ""
        yield f"{end['status']} {end['action']} {end['target']}{detail}{sent}"
    for chore in (*what.get("chores", []), *what.get("chore_outcomes", [])):
        yield f"{chore.get('status') or chore.get('effect')} {chore.get('op')}"


def _line(text: str) -> str:
    """Return a line that a terminal can show, whatever a name or a sentence holds."""
    plain = one_line(text)
    return plain if len(plain) <= _WIDEST else f"{plain[: _WIDEST - 3]}..."
