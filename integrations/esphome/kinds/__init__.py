"""What ESPHome's components are in the home, one module for those that are alike."""
