"""Philips Hue bridges, over their local API (CLIP v2) and its event stream."""
