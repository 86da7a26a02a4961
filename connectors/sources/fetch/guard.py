"""No feed leads into the house: every address is checked at the moment of connecting, and that very address is used.

A host name is resolved once for a connection; aiohttp connects to the addresses that the resolver below hands it, so a
name that changes its address between check and use (DNS rebinding) changes nothing. Hosts written as decimal, octal or
hexadecimal numbers are resolved like names and checked by what they come to.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from functools import lru_cache
from typing import Final

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

_NUMBERS: Final = re.compile(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3}\.?", re.IGNORECASE)
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_LOCAL_NAT64: Final = ipaddress.IPv6Network("64:ff9b:1::/48")
_COMPATIBLE: Final = ipaddress.IPv6Network("::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class RefusedAddressError(OSError):
    """The host has no address that may be connected to."""


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet, whatever IPv4 address it may carry inside."""
    found = _parsed(address)
    return found is not None and all(map(_is_global, _carried(found)))


@lru_cache(maxsize=4096)
def _parsed(address: str) -> Address | None:
    """The address without its zone; None for a name."""
    try:
        return ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None


def is_allowed(address: str, *, allow_private: bool) -> bool:
    """Whether an address may be connected to: a public one, or with `allow_private` loopback or a private network.

    Link-local addresses, where clouds keep their metadata, multicast and reserved ones are never allowed.
    """
    return is_public(address) or (allow_private and _is_inside(address))


def _is_inside(address: str) -> bool:
    found = _parsed(address)
    if found is None:
        return False
    inner = getattr(found, "ipv4_mapped", None) or found
    outside = inner.is_link_local or inner.is_multicast or inner.is_unspecified
    return not outside and (inner.is_loopback or (inner.is_private and not inner.is_reserved))


def _carried(address: Address) -> list[Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    found: list[Address] = [entry for entry in inner if entry is not None]
    return found if address.ipv4_mapped or address in _NAT64 else [address, *found]


def _is_global(address: Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved and address not in _LOCAL_NAT64


class GuardedResolver(AbstractResolver):
    """Resolves names to public addresses only.

    Args:
        inner: What asks the name server; the system's resolver unless a test brings its own.
        allow_private: Let loopback and private networks through.
    """

    def __init__(self, inner: AbstractResolver | None = None, *, allow_private: bool = False) -> None:
        self.inner = inner or ThreadedResolver()
        self.allow_private = allow_private
        self.proxies: set[str] = set()
        """Hosts of proxies, which are ours and may be inside; no feed may name one."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The public addresses of a host.

        Raises:
            RefusedAddressError: when one of them is not public: a name that points inside is not to be trusted at all.
        """
        found = await self.inner.resolve(host, port, family)
        if host in self.proxies:
            return found
        refused = [entry["host"] for entry in found if not is_allowed(entry["host"], allow_private=self.allow_private)]
        if refused:
            raise RefusedAddressError(f"{host} is {refused[0]}")
        return found

    async def close(self) -> None:
        """Close the inner resolver."""
        await self.inner.close()


def dotted_quad(host: str) -> str | None:
    """The usual form of an IPv4 address in an unusual one (`2130706433`, `0x7f.1`, `0177.0.0.1`); None for a name."""
    if not _NUMBERS.fullmatch(host):
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


def check_literal(host: str, *, allow_private: bool) -> None:
    """Refuse a host that is itself an address and not a public one; such a host never reaches the resolver.

    Raises:
        RefusedAddressError: for such a host.
    """
    address = host.strip("[]")
    if _parsed(address) is not None and not is_allowed(address, allow_private=allow_private):
        raise RefusedAddressError(f"{host} is not a public address")
