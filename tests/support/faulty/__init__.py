"""Devices, a network and a broker that fail in every way, under the hub's real parts."""
