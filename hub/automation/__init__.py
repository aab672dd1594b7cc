"""Rules that run at a time or when something happens, timers, and what people taught."""
