"""How gunicorn serves Billun: `gunicorn wsgi:app` reads this file by itself."""

import gc
import os
import sys

# Without Billun itself: gevent has to find the libraries fresh in each worker.
from bin.console import Refusal
from bin.environment import port_number, read_environment, worker_number

try:
    environ = read_environment()
    host, port = environ.get("BIND") or "127.0.0.1", port_number(environ)
    workers = worker_number(environ, "WEB_WORKERS")
except Refusal as refusal:
    sys.exit(f"billun: {refusal}")

bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

# Each screen holds an event stream, so connections are many and nearly all of them wait.
worker_class = "gevent"
worker_connections = 2000

# psycopg blocks in workers that inherit an application loaded before the fork.
preload_app = False

# Streams never end by themselves, so waiting longer for them gains nothing.
graceful_timeout = 3
timeout = 60
keepalive = 5

# The proxy in front names the client; TRUSTED_PROXIES tells the application how far to believe it.
forwarded_allow_ips = environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1,::1"

control_socket_disable = True
# A heartbeat file on a slow disk would make a healthy worker look dead.
memory = "/dev/shm"  # noqa: S108
worker_tmp_dir = memory if os.access(memory, os.W_OK) else None

accesslog = "-" if environ.get("ACCESS_LOG") == "1" else None
loglevel = environ.get("LOG_LEVEL") or "info"


def post_worker_init(_worker: object) -> None:
    """Leave what the start made out of every later collection: it lives as long as the worker."""
    gc.collect()
    gc.freeze()
