"""What the server needs of the rest of the hub, named as small protocols."""
