"""Statistics (Home Assistant, `recorder`): means and totals by five minutes, hour, day or more."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from hub.home.home import Home
from hub.server.history_api import statistics
from hub.server.websocket.basics import ANYBODY
from hub.server.websocket.commands import CommandTable, Said
from hub.server.websocket.connection import Connection
from hub.server.websocket.past import MOST_ENTITIES, READING_PAST, Moment

commands = CommandTable()

Span = Literal["5minute", "hour", "day", "week", "month"]
Value = Literal["change", "last_reset", "max", "mean", "min", "state", "sum"]
Ids = Annotated[list[Annotated[str, Field(max_length=256)]], Field(max_length=MOST_ENTITIES)]
# By `state_class`: whether there is a mean, and a sum (Home Assistant, sensor recorder).
_KINDS = {"measurement": (True, False), "total": (False, True), "total_increasing": (False, True)}
_LONGEST = {"5minute": timedelta(minutes=5), "hour": timedelta(hours=1), "day": timedelta(days=1),
            "week": timedelta(days=7), "month": timedelta(days=31)}  # fmt: skip


class Wanted(Said):
    """Which statistics, of what, by which span."""

    start_time: Moment
    end_time: Moment | None = None
    statistic_ids: Ids
    period: Span = "hour"
    types: frozenset[Value] = frozenset(
        {"change", "last_reset", "max", "mean", "min", "state", "sum"}
    )


class Kind(Said):
    """Those with a mean, with a sum, or all."""

    statistic_type: Literal["mean", "sum"] | None = None


class Named(Said):
    """Of which entities; of all if none are named."""

    statistic_ids: Ids | None = None


@commands.add("recorder/info", ANYBODY)
async def info(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """Tell whether the past is recorded."""
    is_recorded = connection.parts.history is not None
    return {
        "backlog": 0,
        "max_backlog": 0,
        "migration_in_progress": False,
        "migration_is_live": False,
        "recording": is_recorded,
        "thread_running": is_recorded,
    }


@commands.add("recorder/list_statistic_ids", READING_PAST, Kind)
async def list_statistic_ids(connection: Connection, said: Kind) -> object:
    """List of what there are statistics, and in which unit."""
    found = _metadata(connection.home)
    wanted = said.statistic_type
    return [one for one in found if wanted is None or one[f"has_{wanted}"]]


@commands.add("recorder/get_statistics_metadata", READING_PAST, Named)
async def get_metadata(connection: Connection, said: Named) -> object:
    """Tell what statistics there are of some entities."""
    found = _metadata(connection.home)
    ids = said.statistic_ids
    return [one for one in found if ids is None or one["statistic_id"] in ids]


@commands.add("recorder/validate_statistics", ANYBODY)
async def validate(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List what is wrong with statistics: nothing that is known."""
    return {}


@commands.add("recorder/statistics_during_period", READING_PAST, Wanted)
async def during_period(connection: Connection, said: Wanted) -> object:
    """Return statistics by entity, each with its start and end in milliseconds."""
    parts = connection.parts
    end = said.end_time or parts.home.now()
    # What the first change is counted from.
    zone = parts.config.zone
    start = span_start(said.start_time, said.period, zone) - _LONGEST[said.period]
    kept = "5minute" if said.period == "5minute" else "hour"
    found = await statistics(connection.caller, said.statistic_ids, start, end, kept)
    by_id = {key: list(by_span(rows, said, zone)) for key, rows in found.items()}
    return {key: rows for key, rows in by_id.items() if rows}


def by_span(
    rows: Iterable[Mapping[str, Any]], said: Wanted, zone: ZoneInfo
) -> Iterator[dict[str, Any]]:
    """Yield what the hours of each span come to, from the first that is asked for."""
    before: float | None = None
    first = span_start(said.start_time, said.period, zone)
    for start, members in groupby(rows, lambda row: span_start(row["start"], said.period, zone)):
        row = _together(list(members))
        row["change"] = row["sum"] - before if None not in {row["sum"], before} else None
        before = row["sum"]
        if start >= first:
            end = _span_end(start, said.period)
            bounds = {"start": _milliseconds(start), "end": _milliseconds(end)}
            yield bounds | {key: row[key] for key in sorted(said.types)}


def span_start(at: datetime, span: Span, zone: ZoneInfo) -> datetime:
    """Return when the span began that a moment lies in; weeks begin on Monday, in the house."""
    if span in {"5minute", "hour"}:
        return at
    day = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    if span == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if span == "month" else day


def _span_end(start: datetime, span: Span) -> datetime:
    end = start + _LONGEST[span]
    return end.replace(day=1) if span == "month" else end


def _together(rows: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what several hours come to."""
    means = [row["mean"] for row in rows if row["mean"] is not None]
    lows = [row["min"] for row in rows if row["min"] is not None]
    highs = [row["max"] for row in rows if row["max"] is not None]
    last = rows[-1]
    return {
        "mean": sum(means) / len(means) if means else None,
        "min": min(lows, default=None),
        "max": max(highs, default=None),
        "state": last["state"],
        "sum": last["sum"],
        "last_reset": last["last_reset"],
    }


def _metadata(home: Home) -> list[dict[str, Any]]:
    found = []
    for state in home.states.values():
        kind = _KINDS.get(str(state.attributes.get("state_class")))
        if kind is None:
            continue
        unit = state.attributes.get("unit_of_measurement")
        found.append(
            {
                "statistic_id": state.entity_id,
                "source": "recorder",
                "name": None,
                "has_mean": kind[0],
                "mean_type": int(kind[0]),
                "has_sum": kind[1],
                "display_unit_of_measurement": unit,
                "statistics_unit_of_measurement": unit,
                "unit_class": None,
            }
        )
    return found


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)
