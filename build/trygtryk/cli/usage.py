"""What the command line says about itself: click's headings and complaints in Danish."""

from __future__ import annotations

import re
from typing import Any

import click

from trygtryk.errors import Fault, nearest

_SAID = {
    "Options": "Tilvalg",
    "Commands": "Kommandoer",
    "[OPTIONS]": "[TILVALG]",
    "COMMAND [ARGS]...": "KOMMANDO [...]",
}


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "Brug: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_SAID.get(heading, heading))

    def write_dl(self, rows: Any, col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl(
            [(term, said.replace("[required]", "Skal angives.")) for term, said in rows], col_max, col_spacing
        )


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is Danish."""

    context_class = _Context

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        written: dict[str, click.Option] = {}
        for option in order:
            if not isinstance(option, click.Option) or option.multiple or option.name is None:
                continue
            other = written.setdefault(option.name, option)
            if other is not option:
                raise click.UsageError(f"brug enten {other.opts[0]} eller {option.opts[0]}, ikke begge", ctx)
            if order.count(option) > 1 and not option.is_flag:
                raise click.UsageError(f"{option.opts[0]} er skrevet to gange", ctx)
        return super().parse_args(ctx, args)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = "Vis denne hjælp."
        return option

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [_SAID.get(piece, piece) for piece in super().collect_usage_pieces(ctx)]


class Group(Command, click.Group):
    """A group of commands whose help and complaints are Danish."""

    command_class = Command
    group_class = type

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        try:
            return super().make_context(*args, **kwargs)
        except click.UsageError as error:
            raise _danish(error) from error

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise _danish(error) from error


class Millimetres(click.ParamType[float]):
    """A number as it is written in Denmark or elsewhere: 0,5 or 0.5, with any sign that is read as a minus."""

    name = "mm"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        # a hyphen, a minus, a dash and what a text program makes of them
        plain = re.sub("[\u2010-\u2015\u2212]", "-", str(value)).replace(",", ".").removesuffix("mm").strip()
        if not re.fullmatch(r"[-+]?\d{1,9}(\.\d{1,9})?", plain, re.ASCII):
            self.fail(f"»{value}« er ikke et tal", param, ctx)
        return float(plain)


class _Misuse(click.ClickException):
    """A command that is written wrongly, told with how it is written."""

    exit_code = 2

    def __init__(self, fault: Fault, ctx: click.Context | None) -> None:
        super().__init__(f"Kommandoen er skrevet forkert.\n  {fault}")
        self.ctx = ctx

    def show(self, file: Any = None) -> None:
        click.echo(self.message, file=file, err=True)
        if self.ctx:
            click.echo(f"{self.ctx.get_usage()}\nMere hjælp: {self.ctx.command_path} --help", file=file, err=True)


def _danish(error: click.UsageError) -> click.ClickException:
    # a command that is called with nothing answers with its help
    return error if isinstance(error, click.exceptions.NoArgsIsHelpError) else _Misuse(_fault(error), error.ctx)


def _fault(error: click.UsageError) -> Fault:
    command = error.ctx.command if error.ctx else None
    if isinstance(error, click.exceptions.NoSuchCommand) and isinstance(command, click.Group):
        return Fault(
            f"kommandoen »{error.command_name}« findes ikke", None, nearest(error.command_name, command.commands)
        )
    if isinstance(error, click.NoSuchOption):
        options = [name for param in command.params for name in param.opts if name[0] == "-"] if command else []
        return Fault(f"tilvalget »{error.option_name}« findes ikke", None, nearest(error.option_name, options))
    if isinstance(error, click.BadOptionUsage):
        if "requires 2 arguments" in error.message:
            return Fault(
                f"{error.option_name} skal have to tal skrevet efter sig", None, f"fx {error.option_name} 0,5 -1"
            )
        needs = "requires" in error.message
        return Fault(f"{error.option_name} skal {'have' if needs else 'ikke have'} noget skrevet efter sig")
    if isinstance(error, click.MissingParameter):
        return Fault(f"{_name(error)} mangler")
    if isinstance(error, click.BadParameter) and error.param:
        kind = error.param.type
        if isinstance(kind, click.Choice):
            return Fault(f"{_name(error)} skal være en af disse: {', '.join(map(str, kind.choices))}")
        if isinstance(kind, click.IntRange):
            return Fault(f"{_name(error)} skal være et helt tal fra {kind.min} til {kind.max}")
        named = re.search(r"'(.*)'", error.message)
        if isinstance(kind, click.Path) and named:
            lacking = "does not exist" in error.message
            return Fault(f"filen »{named[1]}« {'findes ikke' if lacking else 'kan ikke bruges som fil'}")
        return Fault(
            f"{_name(error)}: {error.message}" if isinstance(kind, Millimetres) else f"{_name(error)} er forkert"
        )
    if extra := re.match(r"Got unexpected extra arguments? \((.*)\)", error.message):
        return Fault(f"»{extra[1]}« hører ikke til her")
    return Fault(error.message)


def _name(error: click.BadParameter) -> str:
    param = error.param
    if isinstance(param, click.Option):
        return param.opts[0]
    return str(param.metavar or param.name) if param else ""
