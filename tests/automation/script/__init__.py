"""Tests of the script interpreter."""
