"""One module per component of discovery."""
