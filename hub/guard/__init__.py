"""The guard: judges every plan, from every source, before anything moves."""
