"""Every error that Marsad raises on purpose.

MarsadError
├── ConfigError          a setting, a rules file or a feeds file is wrong; names it and says what to do
├── ContractError        bytes that are not the record they should be
├── ServerError          Kafka or Elasticsearch cannot be reached, refuses, or lacks what we need
├── StackError           the local stack cannot be built, started or stopped
└── SourceError          a feed or an article that cannot be read; carries a problem code and the URL
"""

from __future__ import annotations


class MarsadError(Exception):
    """Root of all errors raised on purpose.

    Args:
        message: One sentence that names what is wrong and with what.
        resource: The id of the thing it is about: a setting, a feed URL, an article id, a file.
        hint: What to do about it, one sentence.
    """

    code: str = "error"

    def __init__(self, message: str, *, resource: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.resource = resource
        self.hint = hint

    def __str__(self) -> str:
        parts = [self.message]
        if self.resource and self.resource not in self.message:
            parts.append(f"({self.resource})")
        if self.hint:
            parts.append(f"— {self.hint}")
        return " ".join(parts)


class ConfigError(MarsadError):
    """A setting, a rules file or a feeds file is wrong."""

    code = "config"


class ContractError(MarsadError):
    """Bytes that are not the record they should be."""

    code = "contract"


class ServerError(MarsadError):
    """Kafka or Elasticsearch cannot be reached, refuses, or lacks what we need."""

    code = "server"


class StackError(MarsadError):
    """The local stack cannot be built, started or stopped."""

    code = "stack"


class SourceError(MarsadError):
    """A feed or an article that cannot be read; `code` is its problem code, `resource` its URL."""

    code = "source"

    def __init__(self, code: str, message: str, *, resource: str | None = None, hint: str | None = None) -> None:
        super().__init__(message, resource=resource, hint=hint)
        self.code = code
