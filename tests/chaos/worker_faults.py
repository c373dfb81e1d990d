"""What happens to workers: they are killed, stopped, frozen, replaced, and their clocks go wrong."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from bellwire.stream.dead_letters import Limits
from kit import clocks
from kit.workers import wait_for

from .crew import Post
from .stage import Stage


def worker_killed(stage: Stage) -> None:
    """SIGKILL, in the midst of work."""
    for number in range(3 if stage.long else 1):
        stage.until_more(30)
        victim = _kill(stage)
        stage.heals()
        stage.say("SIGKILL to a worker")
        if stage.long and number < 2:
            _back(stage, victim)


def worker_stopped(stage: Stage) -> None:
    """SIGTERM under load: it must end by itself with status 0, in time."""
    for _ in range(3 if stage.long else 1):
        stage.until_more(30)
        victim = _any(stage)
        victim.until_up()
        ends, began = len(victim.exits), time.monotonic()
        victim.signal(signal.SIGTERM)
        stage.heals()
        stage.until(lambda victim=victim, ends=ends: len(victim.exits) > ends, "a worker stops on SIGTERM")  # type: ignore[misc]
        end, seconds = victim.exits[ends], time.monotonic() - began
        stage.say(f"SIGTERM to a worker, which ended with {end.status} after {seconds:.1f} s")
        assert end.status == 0, end
        if stage.long:
            _back(stage, victim)


def child_killed(stage: Stage) -> None:
    """SIGKILL to a process of a worker's pool while it reads."""
    for _ in range(6 if stage.long else 2):
        stage.until_more(15)
        with suppress(ProcessLookupError):
            os.kill(_child(stage), signal.SIGKILL)
        stage.heals()
        stage.say("SIGKILL to a pool process")


def child_hangs(stage: Stage) -> None:
    """SIGSTOP to a process of a worker's pool: what it reads passes its deadline."""
    for _ in range(3 if stage.long else 1):
        stage.until_more(15)
        _hang(stage, _child(stage))
        stage.heals()
        stage.say("SIGSTOP to a pool process")


def zombie(stage: Stage) -> None:
    """SIGSTOP to a worker beyond its session, then SIGCONT: it still holds results of others' partitions."""
    for _ in range(3 if stage.long else 1):
        stage.until_more(30)
        victim = _any(stage)
        frozen = victim.pid
        os.kill(frozen, signal.SIGSTOP)
        stage.heals()
        seconds = stage.settings.session_timeout + (stage.chance.uniform(3, 20) if stage.long else 2)
        stage.say(f"SIGSTOP to a worker for {seconds:.0f} s")
        time.sleep(seconds)
        with suppress(ProcessLookupError):
            os.kill(frozen, signal.SIGCONT)
        stage.say("SIGCONT")
        if stage.long:
            stage.until_more(30)


def frozen_in_transaction(stage: Stage) -> None:
    """SIGSTOP to a worker in the midst of a transaction: it holds its theatre against all others."""
    stage.until_more(30)
    with stage.machines.postgres.connect(stage.name.replace("-", "_")) as connection:
        victim = _freeze_in_transaction(stage, connection)
    stage.heals()
    stage.say("SIGSTOP to a worker in a transaction for 45 s")
    time.sleep(45)
    with suppress(ProcessLookupError):
        os.kill(victim, signal.SIGCONT)
    stage.say("SIGCONT")


def _freeze_in_transaction(stage: Stage, connection: Any) -> int:
    """Stop one worker or the other at a moment, until it is one at which its transaction stays open; its process id."""
    idle = (
        "SELECT pid, xact_start FROM pg_stat_activity"
        " WHERE datname = current_database() AND state = 'idle in transaction'"
    )
    for number in range(10_000):
        victim = stage.posts[number % 2].pid
        os.kill(victim, signal.SIGSTOP)
        first = set(connection.execute(idle).fetchall())
        time.sleep(0.1 if first else 0)
        if first & set(connection.execute(idle).fetchall()):
            return victim
        os.kill(victim, signal.SIGCONT)
        time.sleep(0.005)
    raise AssertionError("no worker was met in a transaction")


def coming_and_going(stage: Stage) -> None:
    """A third worker joins and leaves every few seconds."""
    for number in range(6 if stage.long else 2):
        extra = Post(stage.start_worker)
        stage.relieved.append(extra)
        try:
            extra.until_up()
            time.sleep(stage.chance.uniform(0.5, 4))
            if number % 2:
                extra.kill()
            else:
                assert extra.leave().status == 0
        finally:
            extra.kill()
        stage.say("a third worker came and " + ("was killed" if number % 2 else "went"))
    stage.heals()


def slow_head(stage: Stage) -> None:
    """The article at the head of a partition is slow, all behind it are done; then SIGKILL (faust #606)."""
    stage.until_more(20)
    for post in stage.posts:
        for pid in post.pool()[:1]:
            _hang(stage, pid)  # What the first of its processes reads is the slow one.
    time.sleep(2 * stage.settings.commit_interval + 1)
    _kill(stage)
    stage.heals()
    stage.say("the heads of partitions held up, all behind them done and the commits past; SIGKILL to a worker")


def clock_stepped(stage: Stage) -> None:
    """The workers' wall clock goes an hour forward, and later back."""
    clock = Path(stage.environment[clocks.FILE])
    for step in ("+3600", "-3600") if stage.long else ("+3600",):
        stage.until_more(20)
        clock.write_text(step)
        stage.heals()
        stage.say(f"the workers' clock stands {step} s")
    stage.until_more(20)
    clock.write_text("0")
    stage.say("the workers' clock is right")


def bad_deploy(stage: Stage) -> None:
    """All articles fail in a bad deploy: it stops of itself, and a good one goes on from there."""
    times = 3 if stage.long else 2
    for post in stage.posts:
        stage.until(lambda post=post: len(post.exits) >= times, f"each worker of the bad deploy stops {times} times")  # type: ignore[misc]
    buried = stage.answered
    said = {end.line for post in stage.posts for end in post.exits}
    assert any("dead letters" in line for line in said), said
    assert all(end.status == 1 for post in stage.posts for end in post.exits), said
    stage.say(f"the bad deploy stopped {sum(len(post.exits) for post in stage.posts)} times, {buried} articles buried")
    for post in stage.posts:
        post.kill()
    stage.relieved += stage.posts
    stage.reader = "kit.fakes:load_reader"
    stage.heals()
    stage.posts = [Post(stage.start_worker) for _ in range(2)]
    run, starts = stage.settings.dead_letter_run, sum(len(post.exits) + 1 for post in stage.relieved)
    most = 2 * run + starts * Limits(1.0, run).anew
    assert buried < most, f"{buried} articles buried in {starts} starts in spite of the limit of {run}"
    stage.say("a good one follows")


def nothing(stage: Stage) -> None:
    """Nothing but the poison in the history."""
    stage.until_more(30)
    stage.heals()
    stage.say("nothing but poison in the history")


def _any(stage: Stage) -> Post:
    """A post with a worker: one that ended just now is not replaced yet."""
    there: list[Post] = []
    stage.until(
        lambda: there.extend(post for post in stage.posts if post.worker.child.ended is None) or there, "a worker lives"
    )
    return stage.chance.choice(there)


def _kill(stage: Stage) -> Post:
    """SIGKILL to a worker; the post where it stood."""
    while True:
        victim = _any(stage)
        with suppress(ProcessLookupError):
            victim.signal(signal.SIGKILL)
            return victim


def _hang(stage: Stage, pid: int) -> None:
    """SIGSTOP to a process of a pool. It goes on long past its deadline, if it lives: one that was met as it began to
    work, and so has no article yet, would else keep its worker for two minutes."""

    def go_on() -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)

    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGSTOP)
    later = threading.Timer(3 * stage.settings.article_deadline, go_on)
    later.daemon = True
    later.start()


def _child(stage: Stage) -> int:
    """A process of the pool of a worker or the other; one that was killed just now is not replaced yet."""
    pools: list[int] = []
    stage.until(lambda: pools.extend(_any(stage).pool()) or pools, "a worker has a pool")
    return stage.chance.choice(pools)


def _back(stage: Stage, post: Post) -> None:
    wait_for(lambda: post.worker.child.ended is None)
    post.until_up()
