"""The engines that come with the hub: they hear, speak and wake, in a process of their own.

That process is an ordinary Wyoming service (`python -m hub.voice.embedded --uri ...`), for this
hub or for any other; `child.EmbeddedEngines` keeps one alive beside the hub. A crash, its memory
and its load never touch the hub.

What Wyoming has no field for rides in `context["lares"]`. Of `transcribe`: {"expecting": "order",
"answer" or "pin"; "draft": true for a sentence that goes on}. Of `transcript`: {"confidence": 0..1,
"others": [readings, the likelier first], "is_speech": 0..1}. A draft that gave way to a sentence is
answered by an error of the code "dropped". The event "lares-ready" is answered once what it names
is loaded, see `service`.
"""
