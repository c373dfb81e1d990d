"""A pool in a process of its own, for multiprocessing has one server a process: `python -m kit.pool_process FOLDER`.

Prints the process ids of its pool on a line, and waits for its end.
"""

import asyncio
import sys
import time


async def main(folder: str) -> None:
    from bellwire.stream.child import Task
    from bellwire.stream.pool import Pool
    from kit import pool_work

    pool = Pool(Task("kit.pool_work:counted_tool", {"folder": folder}, (pool_work.who,)), processes=3, deadline=20.0)
    await pool.start()
    await pool.complete()
    print(*{pid for pid, _ in await asyncio.gather(*(pool.do(pool_work.nap, 0.2) for _ in range(6)))}, flush=True)
    time.sleep(600)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
