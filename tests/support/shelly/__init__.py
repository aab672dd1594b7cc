"""Simulated Shelly devices that answer as Shelly's documentation says."""
