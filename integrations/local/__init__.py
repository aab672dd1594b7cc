"""What the integrations of makers' local APIs share."""
