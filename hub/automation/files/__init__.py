"""Rule files: read into the model, edited in place, and kept in their versions."""
