"""What bad servers do: handlers for ``local_site``."""

from __future__ import annotations

import socket
import time

from tests.integration.local_site import Handler


def drip(handler: Handler) -> None:
    """A byte now and then, for ever, never idle long enough for the socket's own limit."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    while True:
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.2)


def drip_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"X")
        handler.wfile.flush()
        time.sleep(0.2)


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Connection", "close")
    handler.end_headers()
    while True:
        handler.wfile.write(b"<p>and so on</p>" * 4096)


def endless_trouble(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 500 Trouble\r\nConnection: close\r\n\r\n")
    while True:
        handler.wfile.write(b"still in trouble" * 4096)


def endless_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"X-Header: " + b"x" * 1000 + b"\r\n")


def silent(handler: Handler) -> None:
    time.sleep(6)


def hang_up(handler: Handler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def cut_short(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"<html>half a pa")
    handler.close_connection = True


def not_http(handler: Handler) -> None:
    handler.wfile.write(b"220 mail.example.org ESMTP\r\n")
    handler.close_connection = True
