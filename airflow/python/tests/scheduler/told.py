"""Who is told of runs: a webhook, a channel of Teams, and a mail server, all on this machine."""

from __future__ import annotations

import json
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any, cast


class _Posts(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        cast(_Server, self.server).told.posts.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


class _Mails(StreamRequestHandler):
    def handle(self) -> None:
        self._answer("220 here")
        for line in self.rfile:
            command = line.split()[0].upper() if line.split() else b""
            if command == b"DATA":
                self._answer("354 go on")
                lines = list(iter(self.rfile.readline, b".\r\n"))
                mail = message_from_bytes(b"".join(lines), policy=policy.default)
                cast(_MailServer, self.server).told.mails.append(cast(EmailMessage, mail))
            self._answer("221 bye" if command == b"QUIT" else "250 yes")
            if command == b"QUIT":
                return

    def _answer(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Server(ThreadingHTTPServer):
    told: Told


class _MailServer(ThreadingTCPServer):
    told: Told


class Told:
    """What arrived: (path, JSON) of each post, and each mail."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, Any]] = []
        self.mails: list[EmailMessage] = []
        self._posts = _Server(("127.0.0.1", 0), _Posts)
        self._mails = _MailServer(("127.0.0.1", 0), _Mails)
        self._posts.told = self._mails.told = self

    def __enter__(self) -> Told:
        for server in (self._posts, self._mails):
            threading.Thread(target=server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        for server in (self._posts, self._mails):
            server.shutdown()
            server.server_close()

    def connections(self) -> list[dict[str, Any]]:
        """Airflow's connections to all of them."""
        web = {"conn_type": "http", "host": f"http://127.0.0.1:{self._posts.server_port}"}
        mail = {"conn_type": "smtp", "host": "127.0.0.1", "port": self._mails.server_address[1]}
        return [
            {"connection_id": "hook", "password": "T/B/X"} | web,
            {"connection_id": "teams", "password": "workflows/1?sig=X"} | web,
            {"connection_id": "mail", "extra": json.dumps({"disable_tls": True, "disable_ssl": True})} | mail,
        ]

    def of(self, path: str, text: str) -> list[Any]:
        """What was posted to a path with a text in it."""
        return [body for at, body in self.posts if at == path and text in json.dumps(body, ensure_ascii=False)]
