"""Opens what may be broken, so that the hub starts with what is whole and says what is off."""
