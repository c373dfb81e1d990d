"""`make chaos`: every fault on real parts, in its long form, and what became of every article."""

from __future__ import annotations

import argparse
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from kit import clocks
from kit.fakes import load_watcher

from . import oracle
from .crew import Exit
from .disks import mount, unmount
from .faults import FAULTS, Fault
from .history import items
from .stage import Machines, Stage

#: Articles of a fault in its long form, and of a mix.
ARTICLES, MIXED_ARTICLES = 1_000, 2_500

#: Why a worker may end under any fault: on a busy machine a broker may take longer to answer than a worker waits.
BUSY = frozenset({"broker-unavailable"})


@dataclass(frozen=True, slots=True)
class Played:
    """What one fault came to: what was done, the oracle's verdict, seconds until work went on, how workers ended when
    they were asked to (`ends`) and before that (`exits`), for which they may have had a reason (`reasons`)."""

    name: str
    seed: int
    reasons: frozenset[str]
    done: tuple[str, ...]
    verdict: oracle.Verdict
    recovery: float | None
    ends: tuple[Exit, ...]
    exits: tuple[Exit, ...]
    seconds: float

    def wrong(self) -> list[str]:
        """All that must not be."""
        ends = [f"a worker ended with {end.status}: {end.line}" for end in self.ends if end.status]
        reasons = self.reasons | BUSY
        exits = [f"a worker ended with {end.why}: {end.line}" for end in self.exits if end.why not in reasons]
        return self.verdict.wrong() + ends + exits

    def _ended_meanwhile(self) -> str:
        counted = Counter(end.why for end in self.exits)
        return ", ".join(f"{why} ({times})" for why, times in sorted(counted.items())) or "none"

    def lines(self) -> list[str]:
        """For people."""
        found = self.verdict
        went_on = "–" if self.recovery is None else f"{self.recovery:.1f} s"
        return [
            f"{self.name} (seed {self.seed}, {self.seconds:.0f} s): {'; '.join(self.done)}",
            f"  articles {found.articles}, readings {found.readings}, dead letters {found.dead_letters}, "
            f"alerts {found.alerts}",
            f"  lost {len(found.lost)}, repeated ids {len(found.repeated)}, differing bodies {len(found.differing)}, "
            f"threads that differ {len(found.threads)}, stale views {len(found.stale)}, sent again {found.again}, "
            f"went on after {went_on}",
            f"  workers that ended meanwhile: {self._ended_meanwhile()}",
            *(f"  WRONG {line}" for line in self.wrong()),
        ]


def play(machines: Machines, name: str, fault: Fault, seed: int, *, articles: int, long: bool) -> Played:
    """One fault from an empty topic to the oracle's verdict."""
    began = time.monotonic()
    machines.mend()
    with ExitStack() as stack:
        environment = {}
        if fault.steps:
            clock = machines.folder / f"clock-{name}-{seed}"
            clock.write_text("0")
            environment = {clocks.FILE: str(clock)}
        stage = Stage(
            machines,
            name,
            seed,
            sent=items(seed, articles, fault.poison, dict(fault.kinds) if fault.kinds else None),
            pace=fault.pace if long else fault.short_pace,
            long=long,
            ledger=fault.ledger,
            through_proxy=fault.through_proxy,
            reader=fault.reader,
            environment=environment,
            **fault.settings,
        )
        if fault.room and mount(stage.folder / "ledger", fault.room):
            stack.callback(unmount, stage.folder / "ledger")
        stack.enter_context(stage)
        fault.do(stage)
        recovery, ends = stage.finish()
        acknowledged = set(stage.history.acknowledged)
        found = oracle.find(stage.settings)
        verdict = oracle.judge(
            found,
            stage.sent,
            acknowledged,
            load_watcher(),
            may_be_buried=fault.buries,
            sent_again=stage.history.sent_again,
        )
    exits, seconds = tuple(stage.exits()), time.monotonic() - began
    return Played(name, seed, fault.ends, tuple(stage.done), verdict, recovery, tuple(ends), exits, seconds)


def main(arguments: Sequence[str]) -> int:
    """Exit status 0 when nothing is wrong."""
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("--fault", choices=sorted(FAULTS), nargs="+", help="these alone")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, help="of each fault")
    parser.add_argument("--short", action="store_true", help="the short form of each")
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # So that nothing that was started stays behind.
    names = given.fault or list(FAULTS)
    played, unended = [], 0
    with Machines() as machines:
        for name in names:
            fault = FAULTS[name]
            print(f"{name}: {fault.what}", file=sys.stderr, flush=True)
            count = given.articles or (MIXED_ARTICLES if name == "mix" else ARTICLES)
            try:
                played.append(play(machines, name, fault, given.seed, articles=count, long=not given.short))
            except Exception as error:  # What was awaited never came: nobody can account for this one.
                unended += 1
                print(f"{name} (seed {given.seed})\n  WRONG it did not end: {error!r}", flush=True)
                traceback.print_exc()
                continue
            print("\n".join(played[-1].lines()), flush=True)
    found = [one.verdict for one in played]
    print(
        f"chaos: {len(played)} faults, {sum(one.articles for one in found)} articles, "
        f"lost {sum(len(one.lost) for one in found)}, repeated ids {sum(len(one.repeated) for one in found)}, "
        f"differing bodies {sum(len(one.differing) for one in found)}"
        + (f", {unended} that did not end" if unended else "")
    )
    return 1 if unended or any(one.wrong() for one in played) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
