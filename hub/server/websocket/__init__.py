"""Home Assistant's WebSocket dialect: one socket, commands by number, subscriptions.

`socket` lets clients in and reads; a `Connection` writes and keeps subscriptions; what a command
does stands in a module by subject, each with a `CommandTable` that `table` puts together.
"""
