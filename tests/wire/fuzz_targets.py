"""Coverage leads through the readers: a target of each format, which begins with the story in it (Atheris, libFuzzer).

    python tests/wire/fuzz_targets.py            # all formats, one after the other, so many inputs each
    python tests/wire/fuzz_targets.py "RSS 2.0"  # one of them

BELLWIRE_FUZZ_RUNS: inputs of each (10,000). What breaks a reader is written to the folder of BELLWIRE_FUZZ_FOUND.
Without Atheris (`pip install -e .[fuzz]`) it says so and ends well.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

#: What the readers are imported from, for whoever runs this file by itself.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

RUNS = int(os.environ.get("BELLWIRE_FUZZ_RUNS", "10000"))
SEED = int(os.environ.get("BELLWIRE_FUZZ_SEED", "1"))
FOUND = Path(os.environ.get("BELLWIRE_FUZZ_FOUND", tempfile.gettempdir()))
#: Bytes of the longest input.
LONGEST = 8_000


def main(names: list[str]) -> int:
    """Run the targets; how many of them found something."""
    if importlib.util.find_spec("atheris") is None:
        print("coverage-guided targets are skipped: they need Atheris (pip install -e '.[fuzz]')")
        return 0
    if len(names) == 1:
        _run(names[0])
        return 0
    from kit.fuzzed import COPIES

    return sum(bool(subprocess.run([sys.executable, __file__, name], check=False).returncode) for name in COPIES)


def _run(name: str) -> None:
    """One target; ends the process."""
    import atheris

    with atheris.instrument_imports(include=["bellwire.wire"]):
        from kit.fuzzed import COPIES, tried

    FOUND.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for number, copy in enumerate(COPIES[name]):
            (Path(folder) / str(number)).write_bytes(copy)
        found = FOUND / f"bellwire-{re.sub(r'[^a-z0-9]+', '-', name.lower())}-"
        flags = (f"-runs={RUNS}", f"-seed={SEED}", f"-max_len={LONGEST}", "-timeout=20", f"-artifact_prefix={found}")
        print(f"{name}:", flush=True)
        atheris.Setup([sys.argv[0], *flags, folder], tried)
        atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
