"""How a command ends: its faults told in one clear list, its exit code, and a polite end to what is interrupted."""

from __future__ import annotations

import contextlib
import errno
import signal
import traceback
from dataclasses import replace
from typing import Any

import click

from trygtryk import interrupted
from trygtryk.cli.usage import Group
from trygtryk.errors import BuildError, of_system

EXITS = """\b
Slutkoder:
  0  alt gik godt
  1  noget i tekster, layout, tegninger eller filer skal rettes
  2  kommandoen er skrevet forkert
  70  programmet har selv en fejl
  130  afbrudt med Ctrl-C (129: vinduet blev lukket, 143: systemet bad om det)
"""

_OWN_FAULT = """Stoppet: det er en fejl i programmet, ikke i jeres filer, og pakken er, som den var.
    → send alt ovenfor og den kommando, I skrev, til dem, I har programmet fra"""


class Told(Group):
    """Faults become one clear list on standard error, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with interrupted.politely():
                return super().invoke(ctx)
        except BuildError as error:
            many = len(error.faults)
            click.echo(f"Stoppet: {many} {'steder' if many > 1 else 'sted'} skal rettes.", err=True)
            told: set[str] = set()
            for fault in error.faults:
                # the way out that many faults share is told once
                click.echo(f"  {replace(fault, hint='') if fault.hint in told else fault}", err=True)
                told.add(fault.hint)
            ctx.exit(1)
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read our output has gone
                raise
            click.echo(f"Stoppet: {of_system(error)}", err=True)
            ctx.exit(1)
        except MemoryError:
            click.echo(f"Stoppet: {of_system(OSError(errno.ENOMEM, ''))}", err=True)
            ctx.exit(1)
        except KeyboardInterrupt as error:
            with contextlib.suppress(OSError):  # a closed window reads nothing
                click.echo("Afbrudt. Pakken er hel.", err=True)
            ctx.exit(128 + (error.number if isinstance(error, interrupted.Ended) else signal.SIGINT))
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception:
            traceback.print_exc()
            click.echo(_OWN_FAULT, err=True)
            ctx.exit(70)
