"""Alembic's environment: the store hands in the connection, which already holds the lock."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
context.run_migrations()
