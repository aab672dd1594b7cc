"""Words for other people: "announce that dinner is ready", "say good night in the kids' room"."""

from hub.language.calling_out.deciding import NotThere, broadcast, called_out, called_out_later
from hub.language.calling_out.reading import halves, may_wait
from hub.language.calling_out.replying import where_it_was_said

__all__ = [
    "NotThere",
    "broadcast",
    "called_out",
    "called_out_later",
    "halves",
    "may_wait",
    "where_it_was_said",
]
