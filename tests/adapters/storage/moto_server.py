"""An S3 service of our own, spoken to over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from moto.moto_server.threaded_moto_server import ThreadedMotoServer

from billun.adapters.storage.s3 import connect
from billun.config import S3Settings

BUCKET = "billun-photos"


@contextmanager
def moto_s3() -> Iterator[S3Settings]:
    """The settings of a running service with an empty bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _host, port = server.get_host_and_port()
    settings = S3Settings(
        endpoint_url=f"http://127.0.0.1:{port}",
        region="us-east-1",
        bucket=BUCKET,
        access_key_id="key",
        secret_access_key="hush",
    )
    with closing(connect(settings)) as client:
        client.create_bucket(Bucket=BUCKET)
    yield settings
    server.stop()
