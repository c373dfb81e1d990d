"""A worker of a test, as a process of its own: `python -m kit.worker_process ORDER`.

Every process of its pool imports this module first (multiprocessing has it so), and none needs what it runs with.
"""

import sys


def main(order: str) -> None:
    import json
    import os

    from kit import clocks

    if clocks.FILE in os.environ:
        clocks.go_by_the_file()
    from bellwire.settings import Settings
    from bellwire.stream.reading_pool import reading_pool
    from bellwire.stream.worker import leave, run

    if clocks.FILE in os.environ:
        clocks.so_does_the_worker()
    given = json.loads(order)
    settings = Settings(**given["settings"])
    code = run(settings, reading_pool(settings, given["reader"]), watcher=given["watcher"])
    leave(code)


if __name__ == "__main__":
    main(sys.argv[1])
