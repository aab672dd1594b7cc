"""Benchmarks: figures and ratios, measured against a floor in the same run; they never fail."""
