"""An S3 service in front of another one: older, or pickier, than that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote, urlsplit

from tests.adapters.storage.swift_refusals import WRONG_REGION

XML = {"Content-Type": "application/xml"}
NOT_IMPLEMENTED = (
    b"<?xml version='1.0' encoding='UTF-8'?>"
    b"<Error><Code>NotImplemented</Code><Message>Not implemented.</Message></Error>"
)


@contextmanager
def in_front_of(url: str, refusing: str = "", forgets: str = "", region: str = "") -> Iterator[str]:
    """The address of one that refuses a header, does not heed one, or wants its own region to be named."""

    class Choosy(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if refusing in self.headers:
                self.reply(501, XML, NOT_IMPLEMENTED)
                return
            if region and not self.names(region):
                self.reply(WRONG_REGION.status, XML, WRONG_REGION.body)
                return
            del self.headers[forgets]
            there = HTTPConnection(urlsplit(url).netloc, timeout=10)
            there.request(self.command, self.path, body, dict(self.headers))
            answer = there.getresponse()
            self.reply(answer.status, dict(answer.getheaders()), answer.read())
            there.close()

        def names(self, region: str) -> bool:
            signed = self.headers.get("Authorization", "") + unquote(self.path)
            return f"/{region}/" in signed or "aws4_request" not in signed

        do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = pass_on  # noqa: N815  (the names of http.server)

        def reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
            length = headers.get("Content-Length", "0") if self.command == "HEAD" else len(body)
            self.send_response_only(status)
            for name, value in headers.items():
                if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(b"" if self.command == "HEAD" else body)

        def log_message(self, *_words: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Choosy)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
