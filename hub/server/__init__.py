"""The hub's HTTP side: Home Assistant's REST dialect, the conversation, and Lares' own API."""
