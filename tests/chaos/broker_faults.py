"""What happens to the broker: it dies, stays away, answers late or not at all, and a topic is made anew."""

from __future__ import annotations

import os
import signal
import time
from contextlib import closing

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
    stage.until(lambda: stage.history.sent > stage.answered, "an article is under way")
    seconds = 180.0 if stage.long else 12.0
    stage.machines.kafka.kill()
    stage.say(f"the broker killed, to stay away for {seconds:.0f} s")
    time.sleep(seconds)
    stage.machines.kafka.start()
    stage.heals()
    stage.say("the broker is back")


def topic_made_anew(stage: Stage) -> None:
    """The topic of articles is deleted and made again, empty: once all of it is read, and before that while workers are
    frozen in the midst of it. What nobody had read is gone by that order, and its producer sends it again."""
    for unread in (True, False) if stage.long else (False,):
        stage.until_more(60)
        frozen = [post.pid for post in stage.posts] if unread else []
        for pid in frozen:
            os.kill(pid, signal.SIGSTOP)
        enough = stage.history.sent + 20 * unread
        stage.until(lambda enough=enough: stage.history.sent >= enough, "copy that nobody reads")  # type: ignore[misc]
        stage.history.pause()
        time.sleep(1)
        sent = stage.history.sent
        if not unread:
            stage.until_answered(sent)
            time.sleep(2 * stage.settings.commit_interval)
        _make_anew(stage)
        # The urgent ones lie on a topic of their own.
        gone = {item.id for item in stage.sent[:sent] if not item.urgent} - stage.progress.first.keys()
        stage.history.send_again(gone)
        for pid in frozen:
            os.kill(pid, signal.SIGCONT)
        stage.history.pause(False)
        stage.heals()
        stage.say(f"the articles' topic deleted and made anew, {len(gone)} unread articles gone with it and sent again")


def _make_anew(stage: Stage) -> None:
    topic = stage.settings.topic("articles")
    with closing(KafkaAdminClient(bootstrap_servers=stage.settings.brokers)) as admin:
        admin.delete_topics([topic])
        time.sleep(stage.chance.choice((0, 0.5, 3)))
    ensure_topics(stage.settings.brokers, stage.settings)
    time.sleep(1)
