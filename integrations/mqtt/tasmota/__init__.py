"""Tasmota's own discovery, `tasmota/discovery/<MAC>/config` (SetOption19 0)."""
