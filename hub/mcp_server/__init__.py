"""The home for other agents, over the Model Context Protocol: a process beside the hub.

`server` puts it together and runs it over stdio or HTTP; the tools stand by subject in `looking`,
`acting` and `rules`. All of it goes to the hub's REST API with the token of whoever asks, under the
channel "mcp", so the guard judges it as it judges everything else.
"""
