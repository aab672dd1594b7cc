"""Kasa and Tapo devices to test against."""
