"""The attacks. Each notes faults in its target and gives a line of figures. All traffic stays on this machine."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
from fastapi import FastAPI
from starlette.routing import BaseRoute, Mount

from tests.attack.site import Target, add, sent

PRIVATE = b"The harbour master of Eskmouth is called Wilhelmina Trask. She keeps the tide tables."
SECRET = "Trask"
_OPEN = ("/footnote/login", "/footnote/static/tokens.css", "/footnote/static/login.css", "/footnote/static/icon.png",
         "/footnote/command")  # fmt: skip
_METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS")
_SLOWEST = 5.0  # seconds that somebody else waits at most for a small page
BODIES: dict[str, bytes] = {
    "nothing": b"",
    "half": b'{"data": [',
    "deep": b"[" * 60_000,
    "lists": (b'{"data":[' + b"[]," * 21_000 + b"[]]}"),
    "too large": b"[" + b"[]," * 350_000 + b"[]]",
    "no object": b"7",
    "wrong kinds": b'{"data": 7, "event_data": 7, "fn_index": "x", "session_hash": {}, "messages": {}, "source": []}',
    "no text": b"\xff\xfe\x00",
    "form": b"--b\r\nContent-Disposition: form-data; name=x; filename=../../x\r\n\r\nx\r\n--b--",
}


def paths(app: FastAPI) -> list[str]:
    """Every path of an application, those of what is mounted in it included, with something put in for parameters."""

    def below(routes: list[BaseRoute], prefix: str) -> Iterator[str]:
        for route in routes:
            path = prefix + str(getattr(route, "path", ""))
            inner = getattr(route, "routes", None)
            if inner:
                yield from below(inner, path.rstrip("/") if isinstance(route, Mount) else prefix)
            else:
                yield path

    put_in = {re.sub(r"\{[^}]*\}", "x", path) or "/" for path in below(app.routes, "")}
    return sorted(put_in | {"/gradio_api/call/ask", "/footnote/call/show"})


def without_login(target: Target, found: list[str]) -> str:
    """Call every route without a login."""
    requests = 0
    with target.client() as client:
        for path in found:
            for method in _METHODS:
                reply = client.request(method, path)
                requests += 1
                closed = reply.status_code in (401, 403, 405) or (path in _OPEN and reply.status_code < 500)
                target.expect(closed, f"{method} {path} without a login: {reply.status_code}")
    return f"{len(found)} routes without a login: {requests} requests"


def with_anothers_ids(target: Target, found: list[str]) -> str:
    """Ask for one person's document with the token of another, in every way that there is."""
    add(target, "ada", {"harbour.txt": PRIVATE})
    with target.client("ada") as ada, target.client("bob") as bob:
        [id_] = _added(ada)
        place = {"source": id_, "start": 0, "end": 20, "everybody": True, "scope": {"sources": [id_]}}
        replies = [
            bob.post(f"/footnote/call/{name}", json=place)
            for name in ("documents", "share", "remove", "put_back", "show", "glance", "suggest", "judge")
        ]
        replies += [bob.get(f"/footnote/originals/{id_}"), bob.get(f"/footnote/pages/{id_}/1.png")]
        replies += [_asked(bob, "Who is the harbour master of Eskmouth?")]
        for reply in replies:
            target.expect(SECRET not in reply.text, f"{reply.request.url.path} gives another's document away")
            target.expect(reply.status_code < 500, f"{reply.request.url.path}: {reply.status_code}")
        for path in (path.replace("/x", f"/{id_}") for path in found if "/x" in path):
            target.expect(SECRET not in _beginning(bob, path), f"{path} gives another's document away")
        shown = ada.post("/footnote/call/show", json={"source": id_, "start": 0, "end": 20}).json()
        target.expect(SECRET in shown.get("html", ""), "another could remove a document")
    return f"another's document asked for in {len(replies) + len(found)} ways"


def _added(client: httpx.Client) -> set[str]:
    html = client.post("/footnote/call/documents", content=b"null").json()["html"]
    return {id_ for id_, name in re.findall(r'data-id="(\w+)"[^>]*?data-name="([^"]*)"', html) if name == "harbour.txt"}


def _beginning(client: httpx.Client, path: str) -> str:
    """The beginning of a reply, which may be one that never ends."""
    try:
        with client.stream("GET", path, timeout=3) as reply:
            return next(reply.iter_text(), "")
    except httpx.ReadTimeout:
        return ""


def with_hostile_bodies(target: Target, found: list[str]) -> str:
    """Send every route bodies that are none, while somebody else asks for a small page."""
    requests = 0
    with target.client("bob") as client, _waiting(target) as waits:
        for path in found:
            for what, body in BODIES.items():
                kind = "multipart/form-data; boundary=b" if what == "form" else "application/json"
                requests += 1
                try:
                    reply = client.post(path, content=body, headers={"content-type": kind})
                except (httpx.WriteError, httpx.ReadError):  # it was refused before it was sent whole
                    continue
                if reply.status_code == 429:
                    time.sleep(min(float(reply.headers["retry-after"]), 2))
                target.expect(reply.status_code < 500, f"POST {path} with {what}: {reply.status_code}")
                target.expect("Traceback" not in reply.text, f"POST {path} with {what}: a traceback")
    target.expect(max(waits) < _SLOWEST, f"others waited {max(waits):.1f} s")
    return f"{requests} hostile bodies; others waited {max(waits):.2f} s at most"


def with_hostile_files(target: Target) -> str:
    """Import files that take long, while somebody else imports a small one."""
    attributes = " ".join(f"a{k}=1" for k in range(40_000))
    levels = "".join(f'Content-Type: multipart/mixed; boundary="b{k}"\n\n--b{k}\n' for k in range(15_000))
    hostile = {
        "attributes.html": f"<html><p {attributes}>High water.</p></html>".encode(),
        "nested.eml": f"From: a@b.example\nTo: c@d.example\nSubject: x\n{levels}".encode(),
        "endless.html": b"<html><body>" + b"<table><tr><td>" * 20_000,
    }
    begun = time.monotonic()
    bad = threading.Thread(target=add, args=(target, "bob", hostile))
    bad.start()
    told = add(target, "ada", {"tide.txt": b"High water at Eskmouth is at six in the evening."})
    good = time.monotonic() - begun
    bad.join(600)
    target.expect("tide.txt" in told and "failed" not in told, f"a good file did not come in: {told}")
    return (
        f"a good file came in after {good:.1f} s, three hostile ones were over after {time.monotonic() - begun:.1f} s"
    )


def with_questions(target: Target, count: int = 300, clients: int = 30) -> str:
    """Ask many questions at once; the process is as large afterwards as it was after the first tenth."""

    def ask(number: int) -> int:
        with target.client(("ada", "bob")[number % 2]) as client:
            return int(_asked(client, f"At what hour is high water at pier {number}?").status_code)

    with ThreadPoolExecutor(clients) as threads:
        list(threads.map(ask, range(count // 10)))
        before, begun = target.memory(), time.monotonic()
        statuses = list(threads.map(ask, range(count)))
    grown = target.memory() - before
    target.expect(set(statuses) == {200}, f"questions: {set(statuses)}")
    target.expect(grown < 100, f"the process grew by {grown:.0f} MB")
    seconds = time.monotonic() - begun
    return f"{count} questions by {clients} clients in {seconds:.0f} s; {before:.0f} MB before, {grown:+.0f} MB after"


def with_clients_that_vanish(target: Target, count: int = 40) -> str:
    """Ask and hang up at once; threads and open files return to where they were."""
    host, port = target.address.removeprefix("http://").split(":")
    before = target.threads_and_files()
    body = b'{"model": "footnote", "stream": true, "messages": [{"role": "user", "content": "When is high water?"}]}'
    head = (
        f"POST /v1/chat/completions HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Bearer {target.tokens['bob']}\r\n"
    )
    for number in range(count):
        with socket.create_connection((host, int(port))) as connection:
            length = len(body) if number % 2 else 10_000  # every other one leaves in the middle of its body
            connection.sendall(f"{head}Content-Length: {length}\r\n\r\n".encode() + body)
    until = time.monotonic() + 120
    while (after := target.threads_and_files()) > before and time.monotonic() < until:
        time.sleep(0.5)
    target.expect(after[0] <= before[0] + 4, f"threads: {before[0]} before, {after[0]} after")
    target.expect(after[1] <= before[1] + 4, f"open files: {before[1]} before, {after[1]} after")
    return f"{count} clients vanished: threads {before[0]}, then {after[0]}; open files {before[1]}, then {after[1]}"


def _asked(client: httpx.Client, question: str) -> httpx.Response:
    messages = [{"role": "user", "content": question}]
    return sent(client, "/v1/chat/completions", json={"model": "footnote", "messages": messages})


@contextmanager
def _waiting(target: Target) -> Iterator[list[float]]:
    """How long somebody else waits for a small page meanwhile, each time."""
    done, waits = threading.Event(), [0.0]

    def look() -> None:
        with target.client("ada") as client:
            while not done.wait(0.1):
                begun = time.monotonic()
                client.get("/footnote/alive")
                waits.append(time.monotonic() - begun)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield waits
    finally:
        done.set()
        looking.join()


def nothing_in_the_log(target: Target) -> str:
    """No traceback was written."""
    written = target.log.read_text() if target.log else ""
    target.expect("Traceback" not in written, f"a traceback in the log: {written[-2000:]}")
    return f"{len(written)} characters in the log"


def attack(target: Target, app: FastAPI, say: Callable[[str], None], questions: int = 300) -> None:
    """All of them, one after another."""
    found = paths(app)
    say(without_login(target, found))
    say(with_anothers_ids(target, found))
    say(with_hostile_bodies(target, found))
    say(with_hostile_files(target))
    say(with_questions(target, questions))
    say(with_clients_that_vanish(target))
    say(nothing_in_the_log(target))
