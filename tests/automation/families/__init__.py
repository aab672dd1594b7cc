"""The 61 kinds of triggers, conditions and steps that real configurations use, each at work."""
