"""A hub that is killed again and again at random moments, and what must be true in the end."""
