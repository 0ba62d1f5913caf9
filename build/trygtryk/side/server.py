"""The page's server: on this machine alone, until it is stopped."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn

from trygtryk.errors import refuse
from trygtryk.side.app import page
from trygtryk.side.engine import Engine
from trygtryk.side.guard import HOST


def serve(root: Path, port: int, tell: Callable[[str], None], *, open_browser: bool = True) -> None:
    """Serves the page of a project until Ctrl-C; a ``port`` of 0 is any free one. Raises BuildError where it is taken."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        try:
            listening.bind((HOST, port))
            listening.listen()  # who is quick waits; nobody is refused
        except OSError as error:
            way = "vælg en anden, eller lad programmet finde en ledig: trygtryk side"
            raise refuse(f"porten {port} kan ikke bruges; måske har et andet program den", None, way) from error
        engine = Engine(root)
        guarded = page(root, listening.getsockname()[1], engine)
        config = uvicorn.Config(
            guarded,
            log_level="error",
            access_log=False,
            server_header=False,
            date_header=False,
            lifespan="off",
            timeout_graceful_shutdown=2,
        )
        server = uvicorn.Server(config)
        # the first view waits for nothing that can be made ready before somebody clicks
        threading.Thread(target=engine.warm, daemon=True).start()
        tell(f"Siden er åben på {guarded.address}\nAdressen virker én gang. Luk siden igen med Ctrl-C.")
        if open_browser:
            threading.Thread(target=webbrowser.open, args=(guarded.address,), daemon=True).start()
        try:
            server.run(sockets=[listening])
        finally:
            engine.close()
