"""Devices over MQTT, announced as Home Assistant's MQTT discovery has it."""
