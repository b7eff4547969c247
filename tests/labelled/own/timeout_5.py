"""Devices of the yard and outgoing mail."""

import os
import smtplib
import socket
import ssl

CONNECT_SECONDS = 4


def send_invoice(message: bytes, recipient: str) -> None:
    """Send an invoice by mail."""
    with smtplib.SMTP(os.environ["MAIL_HOST"], 587) as server:  # bad: timeout
        server.starttls(context=ssl.create_default_context())
        server.sendmail("billing@example.org", [recipient], message)


def printer_status(host: str) -> bytes:
    """Status line of a label printer."""
    with socket.create_connection((host, 9100)) as connection:  # bad: timeout
        connection.sendall(b"~HS")
        return connection.recv(256)  # same: timeout


def scale_weight(host: str) -> bytes:
    """Weight that a scale shows; the socket gives up by itself."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
        connection.settimeout(CONNECT_SECONDS)
        connection.connect((host, 4001))  # near: timeout
        return connection.recv(64)


def gate_state(host: str) -> bytes:
    """State of the yard's gate."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
        connection.connect((host, 4002))  # bad: timeout
        return connection.recv(64)  # same: timeout
