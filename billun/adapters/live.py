"""Live events: Redis carries what changed, never what it is; a screen fetches its fragment again.

One subscriber greenlet a web process feeds every stream of that process. A message lost with Redis
is made good by `resync`, the first event of every connection and of every return of Redis.
"""

from __future__ import annotations

import json
import logging
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import gevent
from flask import current_app
from gevent.queue import Empty, Queue
from redis import Redis
from redis.exceptions import RedisError

from billun.adapters.redis import redis

log = logging.getLogger(__name__)

CHANNEL = "billun:live"
SIGNED_OUT = "signed_out"
# A page takes up the next stream by itself, and is asked again who it is; so no stream outlives a sign-in for long.
SECONDS_A_STREAM_LASTS = 900
SECONDS_BETWEEN_HEARTBEATS = 15
EVENTS_THAT_WAIT = 200
# An event and no comment, so that the page can tell a quiet line from a dead one.
HEARTBEAT = "event: ping\ndata: {}\n\n"
RESYNC = "event: resync\ndata: {}\n\n"


def publish(company_id: UUID, topic: str, about: dict[str, str]) -> bool:
    """Tell every screen of the company that something of `topic` changed. False when Redis is away."""
    message = {"company_id": str(company_id), "topic": topic, "about": about}
    try:
        redis().publish(CHANNEL, json.dumps(message))
    except RedisError as error:
        log.warning("live event not sent, screens will resync: %s", error)
        return False
    return True


class Stream(Queue["str | None"]):
    """The events that wait for one screen of one sign-in; None ends it."""

    def __init__(self, sign_in_id: str) -> None:
        super().__init__(maxsize=EVENTS_THAT_WAIT)
        self.sign_in_id = sign_in_id


class LiveStreams:
    """The open event streams of this process, by company."""

    def __init__(self, connection: Redis) -> None:
        self.connection = connection
        self.queues: dict[str, set[Stream]] = defaultdict(set)
        self.listener: gevent.Greenlet[[], None] | None = None

    def stream(self, company_id: UUID, sign_in_id: UUID) -> Iterator[str]:
        """Server-sent events for one screen, until it goes away or its sign-in ends."""
        ends = time.monotonic() + SECONDS_A_STREAM_LASTS
        with self.subscribed(str(company_id), str(sign_in_id)) as queue:
            yield RESYNC
            while time.monotonic() < ends:
                try:
                    event = queue.get(timeout=SECONDS_BETWEEN_HEARTBEATS)
                except Empty:
                    event = HEARTBEAT
                if event is None:
                    return
                yield event

    @contextmanager
    def subscribed(self, company_id: str, sign_in_id: str) -> Iterator[Stream]:
        self.listen()
        queue = Stream(sign_in_id)
        self.queues[company_id].add(queue)
        try:
            yield queue
        finally:
            self.queues[company_id].discard(queue)

    def listen(self) -> None:
        if self.listener is None or self.listener.dead:
            self.listener = gevent.spawn(self.listen_for_ever)

    def listen_for_ever(self) -> None:
        while True:
            try:
                self.listen_until_redis_goes()
            except RedisError as error:
                log.warning("live events wait for Redis: %s", error)
                gevent.sleep(1)

    def listen_until_redis_goes(self) -> None:
        with self.connection.pubsub(ignore_subscribe_messages=True) as subscription:
            subscription.subscribe(CHANNEL)
            self.tell_everybody(RESYNC)
            while True:
                message = subscription.get_message(timeout=SECONDS_BETWEEN_HEARTBEATS)
                if message is not None:
                    self.hand_out(json.loads(message["data"]))

    def hand_out(self, message: dict[str, Any]) -> None:
        if message["topic"] == SIGNED_OUT:
            self.end(message["company_id"], message["about"]["id"])
            return
        event = f"event: {message['topic']}\ndata: {json.dumps(message['about'])}\n\n"
        for queue in tuple(self.queues.get(str(message["company_id"]), ())):
            put_or_resync(queue, event)

    def end(self, company_id: str, sign_in_id: str) -> None:
        for queue in tuple(self.queues.get(company_id, ())):
            if queue.sign_in_id == sign_in_id:
                put_or_resync(queue, None)

    def tell_everybody(self, event: str) -> None:
        for queues in tuple(self.queues.values()):
            for queue in tuple(queues):
                put_or_resync(queue, event)


def put_or_resync(queue: Stream, event: str | None) -> None:
    """A screen too slow to keep up gets one `resync` for all that it missed."""
    if queue.full():
        while not queue.empty():
            queue.get_nowait()
        event = event and RESYNC
    queue.put_nowait(event)


def streams() -> LiveStreams:
    opened: LiveStreams = current_app.extensions["billun_live"]
    return opened
