"""What a home is: areas, devices, entities, states, commands and plans. Pure, no I/O."""
