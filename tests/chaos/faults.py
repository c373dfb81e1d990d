"""Every fault by its name: what it does, and what it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from . import broker_faults, ledger_faults, worker_faults
from .stage import Stage

#: A dead letter of each kind, work that hangs among them.
ALL_POISON = {"bytes": 3, "raise": 3, "crash": 2, "hang": 1}

#: A stop may take the deadline of an article and 15 s: however busy the machine, what is under way is done by then.
PATIENT = {"article_deadline": 120.0}


@dataclass(frozen=True, slots=True)
class Fault:
    """`do` plays it on a stage. `pace` and `short_pace`: articles a second in the long and in the short form. `room`:
    megabytes of the ledger's own file system. `steps`: it steps the clock. `buries`: sound articles may become dead
    letters. `ends`: why workers may end before they are asked to (`Exit.why`); anything else is a fault of their own.
    """

    do: Callable[[Stage], None]
    ledger: Literal["postgres", "sqlite"] = "postgres"
    poison: float = 0.01
    kinds: Mapping[str, int] | None = None
    through_proxy: bool = False
    reader: str = "kit.fakes:load_reader"
    pace: float = 20.0
    short_pace: float = 80.0
    room: int = 0
    steps: bool = False
    buries: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    ends: frozenset[str] = frozenset()

    @property
    def what(self) -> str:
        """What it does, in a sentence."""
        return " ".join((self.do.__doc__ or "").split())


def mix(stage: Stage) -> None:
    """Faults of all sorts, one after another, in an order and at moments that the seed decides."""
    some = [FAULTS[name].do for name in MIXED]
    stage.chance.shuffle(some)
    some = some if stage.long else some[:3]
    stage.long = False
    for fault in some:
        fault(stage)


_KILLED, _ASKED = frozenset({"signal 9"}), frozenset({"asked"})
_BROKER = frozenset({"faust-crashed"})
_LEDGER = frozenset({"unavailable"})

FAULTS: dict[str, Fault] = {
    "worker-killed": Fault(worker_faults.worker_killed, ends=_KILLED),
    "worker-stopped": Fault(worker_faults.worker_stopped, settings=PATIENT, ends=_ASKED),
    "child-killed": Fault(worker_faults.child_killed),
    "child-hangs": Fault(worker_faults.child_hangs, settings={"article_deadline": 5.0}),
    "zombie": Fault(worker_faults.zombie, pace=12.0),
    "frozen-in-transaction": Fault(worker_faults.frozen_in_transaction),
    "coming-and-going": Fault(worker_faults.coming_and_going, pace=12.0, settings=PATIENT),
    "slow-head": Fault(worker_faults.slow_head, settings={"processes": 2, "article_deadline": 8.0}, ends=_KILLED),
    "poison": Fault(worker_faults.nothing, kinds=ALL_POISON, settings={"article_deadline": 5.0}),
    "bad-deploy": Fault(
        worker_faults.bad_deploy,
        reader="kit.fakes:load_failing_reader",
        poison=0.0,
        settings={"dead_letter_run": 20},
        buries=True,
        ends=frozenset({"too-many-dead-letters"}),
    ),
    "answers-late": Fault(broker_faults.answers_late, through_proxy=True),
    "answers-dropped": Fault(broker_faults.answers_dropped, through_proxy=True, ends=_BROKER),
    "broker-killed": Fault(broker_faults.broker_killed, ends=_BROKER),
    "broker-gone": Fault(broker_faults.broker_gone, pace=40.0, settings={"patience": 8.0}, ends=_BROKER),
    "topic-made-anew": Fault(broker_faults.topic_made_anew, ends=_BROKER | {"topic-made-anew", "topics"}),
    "ledger-gone": Fault(ledger_faults.ledger_gone, pace=12.0, ends=_LEDGER),
    "ledger-cut": Fault(ledger_faults.ledger_cut),
    "ledger-locked": Fault(ledger_faults.ledger_locked, ledger="sqlite", pace=12.0, ends=_LEDGER),
    "disk-full": Fault(ledger_faults.disk_full, ledger="sqlite", room=64, ends=_LEDGER),
    "clock-stepped": Fault(worker_faults.clock_stepped, steps=True, ends=frozenset({"wrong-clock"})),
    "mix": Fault(
        mix,
        through_proxy=True,
        pace=10.0,
        short_pace=12.0,
        settings={"article_deadline": 30.0},
        ends=_KILLED | _ASKED | _BROKER | _LEDGER,
    ),
}

#: What a mix is made of: all that can follow one another on one stage.
MIXED = (
    *("worker-killed", "worker-stopped", "child-killed", "child-hangs", "zombie", "coming-and-going", "slow-head"),
    *("answers-late", "answers-dropped", "broker-killed", "ledger-gone", "ledger-cut"),
)

#: Those that can follow one another on one stage, by what they befall: together they are every fault.
GROUPS = {
    "workers": ("worker-killed", "child-killed", "zombie", "worker-stopped", "coming-and-going"),
    "poisoned-pools": ("poison", "child-hangs", "slow-head"),
    "connections": ("answers-late", "answers-dropped", "ledger-cut", "ledger-gone", "broker-killed"),
    "broker": ("topic-made-anew", "broker-gone"),
    "ledger-file": ("ledger-locked", "disk-full"),
    "clocks": ("clock-stepped", "frozen-in-transaction"),
    "bad-deploy": ("bad-deploy",),
}


def in_turn(names: Sequence[str]) -> Fault:
    """Some faults, one after another on one stage, each in its short form."""
    some = [FAULTS[name] for name in names]

    def play_each(stage: Stage) -> None:
        for fault in some:
            fault.do(stage)

    return Fault(
        play_each,
        ledger=some[0].ledger,
        poison=min(fault.poison for fault in some),
        kinds=next((fault.kinds for fault in some if fault.kinds), None),
        through_proxy=any(fault.through_proxy for fault in some),
        reader=some[0].reader,
        short_pace=12.0,  # So that there is copy for the last of them too.
        room=max(fault.room for fault in some),
        steps=any(fault.steps for fault in some),
        buries=any(fault.buries for fault in some),
        settings={key: value for fault in some for key, value in fault.settings.items()},
        ends=frozenset[str]().union(*(fault.ends for fault in some)),
    )
