"""What happens to the broker: it dies, stays away, answers late or not at all, and a topic is made anew."""

from __future__ import annotations

import time

from kafka import KafkaAdminClient

from bellwire.broker.topics import ensure_topics

from .stage import Stage


def answers_late(stage: Stage) -> None:
    """The answers to produce requests are late."""
    proxy = stage.machines.proxy
    before = proxy.delayed
    for _ in range(4 if stage.long else 1):
        stage.until_more(10)
        proxy.delay = stage.chance.uniform(0.3, 1.5)
        time.sleep(8 if stage.long else 3)
        proxy.delay = 0.0
    stage.heals()
    stage.say(f"{proxy.delayed - before} answers to produce requests late")


def answers_dropped(stage: Stage) -> None:
    """Answers to produce requests are dropped: what was written is sent again."""
    proxy = stage.machines.proxy
    before = proxy.dropped
    for _ in range(6 if stage.long else 2):
        stage.until_more(10)
        proxy.drop = stage.chance.randrange(2, 9)
        stage.until(lambda: proxy.drop == 0 or stage.answered >= round(0.75 * len(stage.sent)), "answers are dropped")
        proxy.drop = 0
    if stage.long:
        proxy.swallow = True
        time.sleep(20)
        proxy.swallow = False
    stage.heals()
    stage.say(f"{proxy.dropped - before} answers to produce requests dropped, their connections with them")


def broker_killed(stage: Stage) -> None:
    """SIGKILL to the broker, and a start on the same data."""
    for _ in range(2 if stage.long else 1):
        stage.until_more(20)
        stage.machines.kafka.kill()
        time.sleep(stage.chance.uniform(0, 8) if stage.long else 1)
        stage.machines.kafka.start()
        stage.heals()
        stage.say("the broker killed and started again")


def broker_gone(stage: Stage) -> None:
    """The broker is away longer than the workers' patience."""
    stage.until_more(20)
    seconds = 180.0 if stage.long else 12.0
    stage.machines.kafka.kill()
    stage.say(f"the broker killed, to stay away for {seconds:.0f} s")
    time.sleep(seconds)
    stage.machines.kafka.start()
    stage.heals()
    stage.say("the broker is back")


def topic_made_anew(stage: Stage) -> None:
    """The topic of articles is deleted and made again, empty. What nobody had read of it is gone by that order."""
    stage.until_more(60)
    stage.history.pause()
    time.sleep(1)
    sent = stage.history.sent
    if stage.chance.random() < 0.5 or not stage.long:
        stage.until_answered(sent)
        time.sleep(2 * stage.settings.commit_interval)
    topic = stage.settings.topic("articles")
    admin = KafkaAdminClient(bootstrap_servers=stage.settings.brokers)
    try:
        admin.delete_topics([topic])
        time.sleep(stage.chance.choice((0, 0.5, 3)))
    finally:
        admin.close()
    ensure_topics(stage.settings.brokers, stage.settings)
    time.sleep(1)
    there = {item.id for item in stage.sent[:sent] if not item.urgent}  # The urgent ones lie on a topic of their own.
    stage.gone = frozenset(there - stage.progress.first.keys())
    stage.history.pause(False)
    stage.heals()
    stage.say(f"the articles' topic deleted and made anew, {len(stage.gone)} unread articles gone with it")
