"""Backups of a hub's folder: one file, consistent while the hub runs, verified as a whole."""
