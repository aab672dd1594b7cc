"""The domains: for each, its states, its attributes and its actions, in Home Assistant's names."""
