"""Log in with OpenID Connect: the authorization code flow with PKCE, state and nonce, as Authlib has it.

OpenID Connect Core 1.0, Discovery 1.0 and RP-Initiated Logout 1.0, RFC 7636. Needs the extra `oidc`;
`console.auth.providers` asks for it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import Response

from console.auth.roles import ROLES, Role
from marsad.contracts.ids import digest
from marsad.errors import MarsadError, ServerError
from marsad.settings import ConsoleSettings

_SCOPE: Final = "openid profile email"
_SECONDS: Final = 10.0
_MAX_NAME: Final = 64
_ALGORITHMS: Final = "id_token_signing_alg_values_supported"
_FAREWELL: Final = "end_session_endpoint"
_UNSIGNED: Final = ("none", "HS")
"""What anybody could sign, or whoever knows the client's secret."""


class RefusedError(MarsadError):
    """Somebody who is not let in; the page says the words of `key`, with `about` in their gaps."""

    code = "refused"

    def __init__(self, key: str, reason: str, **about: str) -> None:
        super().__init__(reason)
        self.key, self.about = key, about


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the provider knows; `token` is the ID token that says so."""

    name: str
    role: Role
    token: str


class Provider:
    """The provider of the settings. Nothing is asked of it before somebody wants to log in.

    Args:
        settings: With issuer and client id.
    """

    def __init__(self, settings: ConsoleSettings) -> None:
        secret = settings.oidc_client_secret
        self.issuer = str(settings.oidc_issuer).rstrip("/")
        self._name, self._claim = settings.oidc_name, settings.oidc_claim
        self._roles: Mapping[str, Role] = settings.oidc_roles or {role: role for role in ROLES}
        self._client_id = settings.oidc_client_id
        self._app = OAuth().register(
            "oidc",
            client_id=self._client_id,
            client_secret=secret.get_secret_value() if secret else None,
            server_metadata_url=f"{self.issuer}/.well-known/openid-configuration",
            client_kwargs={"scope": _SCOPE, "code_challenge_method": "S256", "timeout": _SECONDS},
        )

    @property
    def seal(self) -> str:
        """Changes with the settings: sessions that were opened with others end."""
        roles = (f"{value}={role}" for value, role in sorted(self._roles.items()))
        return digest("oidc", self.issuer, self._client_id or "", self._name, self._claim, *roles)[:16]

    async def send(self, request: Request, back: str) -> Response:
        """Send somebody to the provider, who comes back to the address `back`.

        Raises:
            ServerError: when the provider cannot be asked.
        """
        await self._metadata()
        with self._asking():
            response: Response = await self._app.authorize_redirect(request, back)
        return response

    async def receive(self, request: Request) -> Person:
        """Who came back.

        Raises:
            RefusedError: when the provider confirms nobody, or somebody without a name or a role here.
            ServerError: when the provider cannot be asked.
        """
        token, claims = await self._claims(request)
        name = _at(claims, self._name)
        if not isinstance(name, str) or not name.strip().isprintable() or not 0 < len(name.strip()) <= _MAX_NAME:
            raise RefusedError("login.nameless", f"the claim {self._name} is no name", claim=self._name)
        role = role_of(_at(claims, self._claim), self._roles)
        if role is None:
            raise RefusedError("login.no_role", f"{name.strip()} has no role in {self._claim}", name=name.strip())
        return Person(name.strip(), role, token)

    async def farewell(self, token: str | None, back: str) -> str | None:
        """Where somebody is logged out at the provider too, and from there sent back to the address `back`.

        None where the provider has no such place.

        Raises:
            ServerError: when the provider cannot be asked.
        """
        if _FAREWELL not in await self._metadata():
            return None
        with self._asking():
            made = await self._app.create_logout_url(back, token, client_id=self._client_id)
        return str(made["url"])

    async def _claims(self, request: Request) -> tuple[str, dict[str, Any]]:
        """The ID token and its claims; those that it lacks, of the user's own page at the provider."""
        metadata = await self._metadata()
        wanted = {
            "iss": {"essential": True, "value": metadata["issuer"]},
            "aud": {"essential": True, "value": self._client_id},
        }
        with self._asking():
            token = await self._app.authorize_access_token(request, claims_options=wanted)
            claims = dict(token.get("userinfo") or {})
            if not claims:
                raise RefusedError("login.refused", "the provider sent no ID token")
            lacking = _at(claims, self._name) is None or _at(claims, self._claim) is None
            if lacking and "userinfo_endpoint" in metadata:
                more = await self._app.userinfo(token=token)
                claims = {**more, **claims} if more.get("sub") == claims["sub"] else claims
        return str(token["id_token"]), claims

    async def _metadata(self) -> dict[str, Any]:
        with self._asking():
            found: dict[str, Any] = await self._app.load_server_metadata()
        if str(found.get("issuer")).rstrip("/") != self.issuer:
            self._app.server_metadata.clear()
            raise ServerError(
                f"the provider at {self.issuer} calls itself {found.get('issuer')}",
                resource="MARSAD_CONSOLE_OIDC_ISSUER",
            )
        found[_ALGORITHMS] = [one for one in found.get(_ALGORITHMS, ["RS256"]) if not one.startswith(_UNSIGNED)]
        return found

    @contextlib.contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            yield
        except (AuthlibBaseError, JoseError) as error:
            raise RefusedError("login.refused", f"the provider confirms nobody: {error}") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, LookupError, ValueError, TypeError, RuntimeError) as error:
            raise ServerError(
                f"the provider at {self.issuer} cannot be asked: {error or type(error).__name__}",
                resource="MARSAD_CONSOLE_OIDC_ISSUER",
            ) from error


def role_of(values: object, roles: Mapping[str, Role]) -> Role | None:
    """The highest role that a claim's values give; None where they give none."""
    given = values if isinstance(values, list) else [values]
    found = {roles[one] for one in (*given, "*") if isinstance(one, str) and one in roles}
    return max(found, key=ROLES.index, default=None)


def _at(claims: Mapping[str, Any], path: str) -> object:
    """A claim by its name, which may have dots of its own, else by a path of names."""
    found: object = claims
    for part in (path,) if path in claims else path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found
