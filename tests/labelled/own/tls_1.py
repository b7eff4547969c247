"""Outbound connections of the gateway."""

import os
import ssl

import aiohttp
import certifi
import httpx
import requests
import urllib3

PARTNER = "https://partner.example.org"
TIMEOUT = 6.0
BUNDLE = os.environ.get("PARTNER_CA_BUNDLE", certifi.where())


def partner_status() -> int:
    """Status of the partner's API."""
    return requests.get(f"{PARTNER}/status", timeout=TIMEOUT, verify=False).status_code  # bad: tls


def partner_status_verified() -> int:
    """Status of the partner's API, which has a certificate of its own authority."""
    return requests.get(f"{PARTNER}/status", timeout=TIMEOUT, verify=BUNDLE).status_code  # near: tls


def partner_client() -> httpx.AsyncClient:
    """A client for the partner's API."""
    return httpx.AsyncClient(base_url=PARTNER, timeout=TIMEOUT, verify=False)  # bad: tls


def verified_client() -> httpx.AsyncClient:
    """A client whose context checks names and chains."""
    context = ssl.create_default_context(cafile=BUNDLE)  # near: tls
    context.minimum_version = ssl.TLSVersion.TLSv1_2  # near: tls
    return httpx.AsyncClient(base_url=PARTNER, timeout=TIMEOUT, verify=context)


def old_device_context() -> ssl.SSLContext:
    """A context for meters that were never updated."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1  # bad: tls
    return context


def lab_context() -> ssl.SSLContext:
    """A context for the devices in the laboratory."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # near: tls
    context.check_hostname = False  # bad: tls
    context.verify_mode = ssl.CERT_NONE  # bad: tls
    return context


async def meter_value(session: aiohttp.ClientSession, meter: int) -> str:
    """Value of a meter."""
    async with session.get(f"{PARTNER}/meters/{meter}", ssl=False) as answer:  # bad: tls
        return await answer.json()


def pool() -> urllib3.PoolManager:
    """A pool of connections; certificates are required."""
    return urllib3.PoolManager(cert_reqs=ssl.CERT_REQUIRED, ca_certs=BUNDLE, timeout=TIMEOUT)  # near: tls


def unverified() -> ssl.SSLContext:
    """A context for the staging hosts."""
    return ssl._create_unverified_context()  # bad: tls
