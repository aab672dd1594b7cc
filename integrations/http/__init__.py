"""Anything with a REST endpoint, described in YAML."""
