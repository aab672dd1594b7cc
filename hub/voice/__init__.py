"""The voice assistant: from sound to words, to plans, and to speech again."""
