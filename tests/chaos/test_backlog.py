"""The script that watches a worker's memory, on a backlog of a few hundred articles."""

from __future__ import annotations

import pytest

from chaos.backlog import Look, growth, main, table


def test_the_table_goes_evenly_over_what_was_read() -> None:
    looks = [Look(float(n), 1000 - n, 100.0, (50.0, 40.0)) for n in range(1001)]
    lines = table(looks, rows=3)
    assert [line.split("|")[2].strip() for line in lines[2:]] == ["1,000", "500", "0"]


def test_growth_is_that_of_the_process_that_grew_most_once_the_worker_had_settled() -> None:
    looks = [
        Look(0.0, 9_000, 100.0, (20.0,)),
        Look(1.0, 8_000, 200.0, (90.0, 80.0)),
        Look(2.0, 500, 220.0, (90.0, 150.0)),
        Look(3.0, 0, 210.0, (95.0,)),
    ]
    assert growth(looks) == 60.0


@pytest.mark.kafka
@pytest.mark.timeout(900)
def test_all_that_waits_is_read_and_all_processes_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--articles", "300", "--every", "0.2"]) == 0
    *rows, last = capsys.readouterr().out.splitlines()
    assert last.startswith("backlog: 300 articles (")
    seconds, waiting, parent, pool = rows[-1].strip("| ").split(" | ")
    assert waiting == "0" and float(seconds) > 0 and float(parent) > 50
    assert len(pool.split(", ")) == 2 and all(float(mib) > 20 for mib in pool.split(", "))
