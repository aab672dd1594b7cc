"""The executor: the one road every action takes, from a plan to what became of it."""
