"""Devices with Tasmota's firmware: over HTTP, and what is the same over MQTT."""
