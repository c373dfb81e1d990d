"""Alembic's door: the connection, its transaction and its lock come from `migrate`, never from a file."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=False)
context.run_migrations()
