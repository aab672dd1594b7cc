"""Lares beside the real Home Assistant 2024.3.3: same homes, same steps, same effects."""
