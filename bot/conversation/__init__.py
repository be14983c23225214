"""The pure engine: a message and a conversation in, a turn out."""
