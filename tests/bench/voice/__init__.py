"""What voice does under noise, in figures: `make bench-voice`."""
