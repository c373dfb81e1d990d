"""What `--help` of each command shows at its end: lines to copy. Listed once; tests parse every one."""

from __future__ import annotations

#: By what follows `bellwire`: a line to type, and what it does or "".
EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "": (
        ("bellwire up", "everything on this machine, with the example wire"),
        ("bellwire read --explain story.xml", "what is read in a story, and why"),
        ("bellwire subscribe alerts --place SY", "alerts of one country as they come"),
    ),
    "up": (
        ("bellwire up --data ~/bellwire", "keep the ledger and the logs"),
        ("bellwire up --no-replay", "for your own copy instead of the example"),
        ("bellwire up --speed 3600", "an hour of the example in a second"),
    ),
    "read": (
        ("bellwire read story.xml", ""),
        ("bellwire read --explain story.json", "with the rule behind each event"),
        ("bellwire read --jsonl month.jsonl.gz > readings.jsonl", ""),
        ("bellwire read --articles - < story.txt", "the copy, normalised"),
    ),
    "times": (("bellwire times texts.jsonl > times.jsonl", ""),),
    "backtest": (
        ("bellwire backtest --jsonl november.jsonl > alerts.jsonl", ""),
        ("bellwire backtest story.xml --until 2026-12-01T00:00:00Z", ""),
    ),
    "intake": (
        ("bellwire intake files --dry-run spool/", "what each item is; sends nothing"),
        ("bellwire intake directory --feed afp /var/spool/afp", ""),
    ),
    "intake files": (
        ("bellwire intake files --dry-run spool/", "what each item is"),
        ("bellwire intake files --feed afp spool/ monday.zip", ""),
        ("bellwire intake files --jsonl - < month.jsonl", ""),
    ),
    "intake directory": (("bellwire intake directory --feed afp /var/spool/afp", ""),),
    "intake rss": (
        ("bellwire intake rss https://press.example/rss.xml --feed press", ""),
        ("bellwire intake rss", "every feed of kind rss in feeds.toml"),
    ),
    "intake poll": (
        ("bellwire intake poll https://desk.example/v1/news/search --since 6h", ""),
        ("bellwire intake poll", "every feed of kind poll in feeds.toml"),
    ),
    "intake http": (
        ("bellwire intake http --feed desk", "http://127.0.0.1:8090/v1/articles"),
        ("bellwire intake http --host 0.0.0.0", "other machines too: needs a key"),
    ),
    "feeds": (
        ("bellwire feeds", "who speaks and who is silent"),
        ("bellwire feeds check", "what is wrong with feeds.toml"),
    ),
    "feeds check": (("bellwire feeds check new/feeds.toml", ""),),
    "init": (
        ("bellwire init --brokers kafka:9092", ""),
        ("bellwire init --ledger postgresql+psycopg://bellwire@db/bellwire", ""),
    ),
    "worker": (
        ("bellwire worker --processes 4 --metrics-port 9100", ""),
        ("bellwire worker --log-format json --log-level debug", ""),
    ),
    "desk": (
        ("bellwire desk --port 8080", ""),
        ("bellwire desk --no-deliver", "a second page that sends nothing"),
    ),
    "subscribe": (
        ("bellwire subscribe alerts --place SY --since 2h", ""),
        ("bellwire subscribe --least URGENT --resume desk.marks", ""),
        ("bellwire subscribe readings --since beginning --no-follow --json", ""),
    ),
    "subscriptions": (
        ("bellwire subscriptions", "who is sent what"),
        ("bellwire subscriptions test --jsonl november.jsonl", "what wire would send"),
    ),
    "subscriptions check": (("bellwire subscriptions check", ""),),
    "subscriptions test": (
        ("bellwire subscriptions test --jsonl november.jsonl", ""),
        ("bellwire subscriptions test --jsonl november.jsonl --name syria --json", ""),
    ),
    "deliveries": (
        ("bellwire deliveries told 659ca2f3cc1573a3", "who was told of a thread"),
        ("bellwire deliveries dead", "what was given up"),
    ),
    "deliveries told": (("bellwire deliveries told 659ca2f3cc1573a3", ""),),
    "deliveries dead": (("bellwire deliveries dead --again", ""),),
    "topics": (
        ("bellwire topics", ""),
        ("bellwire topics --create --brokers kafka:9092", ""),
    ),
    "audit": (("bellwire audit --wait 60", "once a busy worker has finished"),),
    "review": (("bellwire review export > marks.jsonl", ""),),
    "review export": (("bellwire review export > marks.jsonl", ""),),
    "replay": (
        ("bellwire replay --readings --ledger sqlite:///new.db", "no workers"),
        ("bellwire replay --readings --ledger sqlite:///new.db --old sqlite:///old.db", "all else too"),
        ("bellwire replay --readings --until 2026-11-23T06:00:00Z", ""),
    ),
    "dead-letters": (
        ("bellwire dead-letters list --since 24h", ""),
        ("bellwire dead-letters resend --reason work-timed-out --dry-run", ""),
    ),
    "dead-letters list": (("bellwire dead-letters list --since 24h --topic articles", ""),),
    "dead-letters show": (
        ("bellwire dead-letters show 2@17", ""),
        ("bellwire dead-letters show 2@17 --raw > letter.bin", ""),
    ),
    "dead-letters resend": (
        ("bellwire dead-letters resend 2@17 0@31", ""),
        ("bellwire dead-letters resend --reason work-timed-out --limit 10", ""),
    ),
    "tokens": (("bellwire tokens list", ""),),
    "tokens create": (('bellwire tokens create "night desk" --scope acknowledge', ""),),
    "tokens list": (("bellwire tokens list", ""),),
    "tokens revoke": (("bellwire tokens revoke 4f1c09d2ab37", ""),),
}


def epilog(path: str) -> str:
    """The examples of the command at `path` as its help shows them: not wrapped, comments in one column."""
    examples = EXAMPLES[path]
    width = max((len(line) for line, what in examples if what), default=0)
    told = (f"  {line:{width}}  # {what}" if what else f"  {line}" for line, what in examples)
    return "\b\n" + "\n".join(("Examples:" if len(examples) > 1 else "Example:", *told))
