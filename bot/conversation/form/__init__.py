"""The call form: one file a step, and the desk that leads from one to the next."""
