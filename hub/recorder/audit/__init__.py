"""The audit record: who did what, in a chain of hashes that shows every edit, gap and cut."""
