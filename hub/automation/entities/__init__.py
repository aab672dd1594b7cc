"""The entities that the hub itself keeps: helpers, timers, counters and groups."""
