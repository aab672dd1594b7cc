"""The voice assistant: from a sound to a reply, stage by stage."""
