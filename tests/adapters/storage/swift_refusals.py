"""A service that refuses everything, in the words of OpenStack Swift's S3 interface."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

BODY = "<?xml version='1.0' encoding='UTF-8'?><Error><Code>{code}</Code><Message>{message}</Message>{more}</Error>"


@dataclass(frozen=True)
class Refusal:
    """What it answers; its clock is `ahead` of this machine's."""

    status: int
    code: str
    message: str = "Not like this."
    more: str = ""
    ahead: timedelta = timedelta()

    @property
    def body(self) -> bytes:
        return BODY.format(code=self.code, message=self.message, more=self.more).encode()


WRONG_REGION = Refusal(
    400,
    "AuthorizationHeaderMalformed",
    "The authorization header is malformed; the authorization header requires three components: "
    "Credential, SignedHeaders, and Signature. The region 'us-east-1' is wrong; expecting 'dc3-a'",
    "<Region>dc3-a</Region>",
)
UNKNOWN_KEY = Refusal(403, "InvalidAccessKeyId")
WRONG_SECRET = Refusal(403, "SignatureDoesNotMatch")
NO_BUCKET = Refusal(404, "NoSuchBucket", more="<BucketName>nowhere</BucketName>")
FOREIGN_BUCKET = Refusal(403, "AccessDenied", "Access Denied.")
SLOW_CLOCK = Refusal(403, "RequestTimeTooSkewed", ahead=timedelta(minutes=42))
OVERLOADED = Refusal(503, "ServiceUnavailable", "Please reduce your request rate.")


@contextmanager
def refusing(refusal: Refusal) -> Iterator[str]:
    """The address of a service that always answers like this."""

    class Refuser(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def refuse(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response_only(refusal.status)
            self.send_header("Date", format_datetime(datetime.now(UTC) + refusal.ahead, True))
            self.send_header("Content-Type", "application/xml")
            self.send_header("Content-Length", str(len(refusal.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(refusal.body)

        do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = refuse  # noqa: N815  (the names of http.server)

        def log_message(self, *_words: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Refuser)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
