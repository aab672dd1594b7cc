"""Devices with ESPHome's firmware, over its native API."""
