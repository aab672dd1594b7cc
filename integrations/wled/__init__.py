"""WLED, the firmware for light strips, over its JSON API and WebSocket."""
