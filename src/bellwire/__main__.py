"""`python -m bellwire` is `bellwire`."""

from bellwire.cli.main import run

run()
