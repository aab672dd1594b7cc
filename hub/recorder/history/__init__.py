"""What happened in the house: states, events, runs and statistics, in a file of their own."""
