"""What can be set of the engines that come with the hub."""

from hub.record import record


@record(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """`threads`: how many hear; None for all cores but one."""

    threads: int | None = None
