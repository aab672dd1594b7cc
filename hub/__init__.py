"""Lares: a smart-home hub that plans, guards, acts, verifies and remembers."""

__version__ = "0.1.0"
