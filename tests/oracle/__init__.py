"""Lares beside the real Home Assistant 2024.3.3: the same homes, the same steps, the same effects."""
