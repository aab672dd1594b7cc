"""Shelly devices of all generations, over their local API."""
