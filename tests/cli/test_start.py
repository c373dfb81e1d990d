"""A command loads what it needs and no more: help comes at once."""

import json
import subprocess
import sys

#: What takes long to load.
HEAVY = {"bellwire.reading", "bellwire.wire", "bellwire.watch", "spacy", "numpy", "sqlalchemy", "kafka", "faust"}


def test_all_commands_together_load_nothing_heavy() -> None:
    code = "import json, sys; from bellwire.cli.main import register; register(); print(json.dumps(list(sys.modules)))"
    loaded = json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
    assert not set(loaded) & HEAVY
