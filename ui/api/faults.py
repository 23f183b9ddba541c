"""What a program is told when its request fails, in the form that OpenAI's clients read."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse

from ui.faults import told


class Fault(Exception):
    """A request that cannot be answered. ``code`` is for programs, the message for people."""

    def __init__(self, status: int, message: str, code: str | None = None, param: str | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.param = status, code, param

    def body(self) -> dict[str, Any]:
        """The error as JSON shows it."""
        kind = "server_error" if self.status >= 500 else "invalid_request_error"
        return {"error": {"message": str(self), "type": kind, "param": self.param, "code": self.code}}

    def response(self) -> JSONResponse:
        """The error as a reply. The same request would fail again, so clients are told not to repeat it."""
        return JSONResponse(self.body(), self.status, headers={"x-should-retry": "false"})


def fault_of(error: Exception) -> Fault:
    """Any error as a fault; what was not foreseen is logged and named by its log entry only."""
    return error if isinstance(error, Fault) else Fault(500, told(error))
