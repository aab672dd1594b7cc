"""Devices of the makers' local APIs: found, adopted, connected and kept apart."""
