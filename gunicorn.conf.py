"""How gunicorn serves Billun: `gunicorn wsgi:app` reads this file by itself."""

import gc
import os

host, port = os.environ.get("BIND") or "127.0.0.1", os.environ.get("PORT") or "8000"
bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

# Each screen holds an event stream, so connections are many and nearly all of them wait.
worker_class = "gevent"
workers = int(os.environ.get("WEB_WORKERS") or 2)
worker_connections = 2000

# psycopg blocks in workers that inherit an application loaded before the fork.
preload_app = False

# Streams never end by themselves, so waiting longer for them gains nothing.
graceful_timeout = 3
timeout = 60
keepalive = 5

# The proxy in front names the client; TRUSTED_PROXIES tells the application how far to believe it.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1,::1"

control_socket_disable = True
# A heartbeat file on a slow disk would make a healthy worker look dead.
memory = "/dev/shm"  # noqa: S108
worker_tmp_dir = memory if os.access(memory, os.W_OK) else None

accesslog = "-" if os.environ.get("ACCESS_LOG") == "1" else None
loglevel = os.environ.get("LOG_LEVEL") or "info"


def post_worker_init(_worker: object) -> None:
    """Leave what the start made out of every later collection: it lives as long as the worker."""
    gc.collect()
    gc.freeze()
