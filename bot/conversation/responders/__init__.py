"""The responders: each answers one kind of message or leaves it to the next; engine.py holds their order."""
