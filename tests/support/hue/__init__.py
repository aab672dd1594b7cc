"""A Hue bridge to test against."""
