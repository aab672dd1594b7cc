"""Everything that talks to devices and services; one folder per maker or protocol."""
