"""Event mode: the full-screen form of a laptop at an event. It knows the event kit and no office."""
