"""Programs that use Home Assistant's clients, each run in that client's own environment."""
