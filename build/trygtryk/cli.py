"""The command line: options in, exit codes out; everything it says is Danish."""

from __future__ import annotations

import contextlib
import errno
import json
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from trygtryk import __version__, project
from trygtryk.errors import BuildError, Fault, Place, of_system, refuse
from trygtryk.names import legible
from trygtryk.order import DEFAULT_PRESS, DEFAULT_WORDING, EDITION_NAMES, EditionName, Order, named
from trygtryk.usage import Command, Group, Millimetres

if TYPE_CHECKING:
    from trygtryk.answers.asked import Form
    from trygtryk.sources.own_word import UnknownWordError

ROOT = project.found()
_LOOK_AGAIN_S = 0.2

_ANYWHERE = frozenset(["new", "licences"])
"""The commands that need no project."""

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


class _Ended(KeyboardInterrupt):
    """Somebody asked for an end: Ctrl-C, a closed window, or a machine that shuts down."""

    def __init__(self, number: int) -> None:
        self.number = number


@contextlib.contextmanager
def _ended_politely() -> Iterator[None]:
    """Lets every polite end unwind as Ctrl-C does, so that nothing is left behind."""
    came: list[int] = []

    def end(number: int, _: object) -> None:
        came.append(number)
        raise _Ended(number)

    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        numbers = []
    # who starts us may have asked that a closed window be ignored
    usual = {number: signal.getsignal(number) for number in numbers}
    ours = [number for number in numbers if usual[number] in (signal.SIG_DFL, signal.default_int_handler)]
    for number in ours:
        signal.signal(number, end)
    try:
        yield
    except BaseException as error:
        if came:  # a library that was being loaded may have made another error of it
            raise _Ended(came[0]) from error
        raise
    finally:
        for number in ours:
            signal.signal(number, usual[number])


class _Command(Group):
    """Faults become one clear list on standard error, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with _ended_politely():
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
        except KeyboardInterrupt as error:
            with contextlib.suppress(OSError):  # a closed window reads nothing
                click.echo("Afbrudt. Pakken er hel.", err=True)
            ctx.exit(128 + (error.number if isinstance(error, _Ended) else signal.SIGINT))
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception:
            traceback.print_exc()
            click.echo(_OWN_FAULT, err=True)
            ctx.exit(70)


def _teller(quiet: bool) -> Callable[[str], None]:
    """Progress: one line that is written over on a terminal, plain lines elsewhere, nothing when quiet."""
    if quiet:
        return lambda text: None
    if sys.stderr.isatty():
        return lambda text: click.echo(f"\r\x1b[2K{text} ", nl=False, err=True)
    return lambda text: click.echo(text, err=True)


def _note(fault: Fault) -> None:
    """What somebody should look at, on a line of its own."""
    lead = "\r\x1b[2K" if sys.stderr.isatty() else ""
    click.echo(f"{lead}Bemærk: {fault}", err=True)


def _worded(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that builds in a wording."""
    for option in (
        click.option("--team", metavar="ORD", help="Brug et andet ord end »team«, fx afdeling."),
        click.option("--wording", metavar="FIL", help="Brug en afdelings egen ordfil (YAML)."),
        click.option(
            "--department",
            "--afdeling",
            metavar="NAVN|MAPPE",
            help="Brug en afdelings egen mappe: ord, navne, logo, tekster og billeder.",
        ),
        click.option(
            "--out", type=click.Path(path_type=Path), metavar="MAPPE", help="Læg filerne her i stedet for i out/."
        ),
        click.option("--quiet", is_flag=True, help="Sig kun noget, hvis noget er galt."),
    ):
        command = option(command)
    return command


_no_wait = click.option("--no-wait", is_flag=True, help="Stop, hvis pakken allerede bliver lavet; ellers ventes der.")


def _opened(folder: Path, *, no_wait: bool) -> contextlib.AbstractContextManager[None]:
    """A pack for this command alone, put right first."""
    from trygtryk import pack

    def waiting() -> None:
        if no_wait:
            raise refuse(f"pakken {folder.name} bliver lavet lige nu", None, "prøv igen, når den er færdig")
        click.echo(f"Pakken {folder.name} bliver lavet lige nu; venter, til den er færdig ...", err=True)

    return pack.opened(folder, waiting, _mended)


class _File(click.Path):
    """A file to be read; the pack it lies in is put right first."""

    def __init__(self, *, exists: bool = True) -> None:
        super().__init__(exists=exists, dir_okay=not exists, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from trygtryk import pack

        for folder in Path(value).absolute().parents:
            if folder.name and pack.touched(folder):
                with _opened(folder, no_wait=False):
                    pass
        path = Path(value)
        if path.exists() and not path.is_file() and not path.is_dir():  # a pipe would keep whoever opens it waiting
            raise refuse(f"»{path.name}« er ikke en almindelig fil", None, "gem det som en fil først")
        return super().convert(value, param, ctx)


def _mended() -> None:
    click.echo("En bygning blev afbrudt sidst; pakken er sat på plads, som den var før.", err=True)


@click.group(cls=_Command, epilog=EXITS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="trygtryk", message="%(prog)s %(version)s", help="Vis versionen.")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Laver trykklare filer til pakken om psykologisk tryghed.

    \b
    Eksempler:
      trygtryk build                         hele pakken
      trygtryk build plakater/fejl            én plakat
      trygtryk build --team afdeling         hele pakken med »afdeling« i stedet for »team«
      trygtryk list                          alt, der kan laves
    """
    from trygtryk import pack

    if ctx.invoked_subcommand not in _ANYWHERE and not project.complete(ROOT):
        raise refuse(
            "her ligger ingen pakke", Place(ROOT.name), "lav en: trygtryk new tryghed, og gå ind i den: cd tryghed"
        )
    pack.mend(ROOT / "out", _mended)


@main.command("new", short_help="Lav en mappe med hele pakken, klar til at rette i.")
@click.argument("folder", metavar="MAPPE", type=click.Path(path_type=Path))
def new_(folder: Path) -> None:
    """Lav en mappe med hele pakken i, klar til at rette i: tekster, layout og tegninger.

    \b
    Eksempel:
      trygtryk new tryghed
      cd tryghed
      trygtryk side
    """
    project.begin(folder)
    click.echo(f"Pakken ligger i {_shown(folder)}. Gå ind i den: cd {_shown(folder)} – og åbn siden: trygtryk side")


@main.command()
@click.argument("targets", nargs=-1, metavar="[PRODUKT[/DEL]]...")
@_worded
@_no_wait
@click.option("--press", default="", metavar="NAVN", help="Trykkeriets profil i layouts/press, fx online.")
@click.option(
    "--no-dieline",
    "dieline",
    is_flag=True,
    flag_value=False,
    default=True,
    help="Uden de lag, som maskinen stanser og riller efter.",
)
@click.option(
    "--low-ink", "--sparefarve", is_flag=True, help="Hvide flader og lyse toner på arkene til skolens egen printer."
)
@click.option(
    "--flip",
    type=click.Choice(["long", "short", "hand"]),
    help="Kanten, skolens printer vender arket om, ellers den, hvert ark er lavet til; hand: I lægger selv stakken i igen.",
)
@click.option("--printer", default="", metavar="NAVN", help="En printer, der er målt med trygtryk calibrate.")
@click.option("--large", "--storskrift", is_flag=True, help="Skemaer med stor skrift, til svagtseende.")
@click.option(
    "--edition",
    "editions",
    type=click.Choice(EDITION_NAMES),
    multiple=True,
    metavar="UDGAVE",
    help="Kun denne udgave: tryk, kontor eller skaerm. Kan skrives flere gange.",
)
@click.option("--mail", is_flag=True, help="Læg trykfilerne og ordresedlen i én zipfil, der kan sendes i en mail.")
@click.option("--zip", "as_zip", is_flag=True, help="Læg også hele pakken i én zipfil.")
def build(
    targets: tuple[str, ...],
    team: str | None,
    wording: str | None,
    department: str | None,
    out: Path | None,
    quiet: bool,
    no_wait: bool,
    press: str,
    dieline: bool,
    low_ink: bool,
    flip: Literal["long", "short", "hand"] | None,
    printer: str,
    large: bool,
    editions: tuple[EditionName, ...],
    mail: bool,
    as_zip: bool,
) -> None:
    """Lav hele pakken, eller kun de produkter og dele, du nævner.

    \b
    Eksempler:
      trygtryk build
      trygtryk build plakater/fejl billedkort
      trygtryk build --team afdeling
      trygtryk build --afdeling mellemtrinnet
    """
    made = tuple(name for name in EDITION_NAMES if not editions or name in editions)
    _belong("tryk" in made, "udgaven tryk", {"--press": press, "--no-dieline": not dieline, "--mail": mail})
    _belong("kontor" in made, "udgaven kontor", {"--sparefarve": low_ink, "--flip": flip, "--printer": printer})
    asked, plain = _whose(team, wording, department, out, quiet=quiet)
    order = Order(
        wanted=tuple(sorted({*map(named, targets)})),
        wording=asked,
        press=_stem(press or DEFAULT_PRESS, "layouts/press"),
        dieline=dieline,
        flip=flip or "",
        printer=_stem(printer, "layouts/printers"),
        low_ink=low_ink,
        large=large,
        mail=mail,
        editions=made,
    )
    folder = plain.with_name(plain.name + order.variant)
    with _opened(folder, no_wait=no_wait):
        _build(folder, order, quiet=quiet, as_zip=as_zip)


def _build(folder: Path, order: Order, *, quiet: bool, as_zip: bool) -> None:
    from trygtryk import building, pack

    done = building.build(ROOT, folder, order, _teller(quiet), _note)
    if done is None:
        said = f"Intet er ændret: {_shown(folder)} er, som den skal være."
    else:
        _tell_kept(done.kept)
        gone = f", {len(done.gone)} gamle fjernet" if done.gone else ""
        said = f"{done.count} filer i {_shown(folder)}{gone}."
    _done(quiet, said)
    if order.mail and (folder / "til-trykkeriet.zip").is_file():
        _done(quiet, f"Til mailen: {_shown(folder / 'til-trykkeriet.zip')}; teksten står i mail-til-trykkeriet.txt.")
    if as_zip:
        _done(quiet, f"Hele pakken i én fil: {_shown(pack.zipped(folder))}")


def _tell_kept(kept: Mapping[str, str]) -> None:
    for path, beside in kept.items():
        click.echo(f"{path} var ændret siden sidst: jeres udgave hedder nu {beside}.", err=True)


@main.command("list")
@click.option("--pictures", is_flag=True, help="Vis hvert billedes navn, hvor det står, og jeres egne.")
def list_(pictures: bool) -> None:
    """Vis alt, der kan laves: produkter, dele og de ord, der er lavet på forhånd."""
    from trygtryk.read import placeholders, read_sources
    from trygtryk.sources.department import departments, wordings

    sources = read_sources(ROOT, Order())
    if pictures:
        width = max(map(len, sources.pictures))
        for id, (title, file) in sources.pictures.items():
            click.echo(f"  {id:{width}}  {title}" + (f"  ← jeres eget: {file}" if file else ""))
        return
    for target in sources.targets:
        click.echo(f"  {target}")
    if waiting := placeholders(ROOT):
        click.echo("Tegninger, der mangler endnu: " + ", ".join(waiting))
    click.echo("Ord, der kan stå i stedet for »team« (--team):")
    click.echo(f"  {', '.join(wordings(ROOT))} – og andre navneord")
    if own := departments(ROOT):
        click.echo(f"Afdelinger (--afdeling):\n  {', '.join(own)}")


@main.command("wording", short_help="Vis, hvad et andet ord end »team« ændrer.")
@click.argument("word", metavar="ORD|FIL|AFDELING")
def wording_(word: str) -> None:
    """Vis hver sætning, der ændrer sig med et andet ord end »team«, før og efter, og hvor den trykkes."""
    from trygtryk.read import changed_texts
    from trygtryk.sources.department import asked_for, departments, slug

    own = Path(word).is_dir() or slug(word) in departments(ROOT)
    for change in changed_texts(ROOT, asked_for(ROOT, word, department=own)):
        click.echo(f"{change.id}  ({change.place})")
        click.echo(f"  før:   {change.before}")
        click.echo(f"  efter: {change.after}")


@main.group("department", short_help="Lav en afdelings egen mappe.")
def department_() -> None:
    """Det, der er en afdelings eget, ligger i en mappe for sig: ord, navne, logo, tekster og billeder."""


@click.command(cls=Command, short_help="Lav mappen; programmet spørger sig frem.")
@click.option("--name", "--navn", metavar="NAVN", help="Afdelingens navn, som det trykkes.")
@click.option("--school", "--skole", metavar="NAVN", help="Skolens navn, som det trykkes.")
@click.option("--word", "--ord", metavar="ORD", help="Ordet i stedet for »team«.")
@click.option("--logo", type=_File(), metavar="FIL", help="Et logo: SVG, PDF, PNG eller JPG.")
@click.option(
    "--folder",
    "--mappe",
    type=click.Path(path_type=Path),
    metavar="MAPPE",
    help="Hvor mappen skal ligge; ellers i content/afdelinger.",
)
def new(name: str | None, school: str | None, word: str | None, logo: Path | None, folder: Path | None) -> None:
    """Lav en afdelings egen mappe. Det, der ikke står som tilvalg, bliver der spurgt om.

    \b
    Eksempler:
      trygtryk department new
      trygtryk department new --navn Mellemtrinnet --skole "Havrebjerg Skole" --ord årgang
    """
    from trygtryk.sources import department as departments
    from trygtryk.sources import new_department
    from trygtryk.sources.own_word import GUESSED, lexicon, look_up, spoken, unknown

    asks = _at_a_terminal() and name is None
    if asks:
        name = _ask("Hvad hedder jeres afdeling? Navnet bliver trykt", "")
        school = school or _ask("Hvad hedder skolen? Tryk på Enter, hvis den ikke skal stå der", "")
        word = word or _ask("Hvad kalder I jer i stedet for »team«?", "team")
    if not name:
        raise click.UsageError("skriv afdelingens navn: --navn Mellemtrinnet")
    noun, said = None, ""
    if word and word != DEFAULT_WORDING:
        bent = look_up(ROOT, word)
        if bent.source != GUESSED:
            said = f"{spoken(word, bent)}\n"
        elif asks:
            noun = new_department.asked_forms(bent.noun, _ask)
        else:
            raise unknown(word, bent, lexicon(ROOT), departments.FILE)
    answers = new_department.Answers(name, school or "", "" if word == DEFAULT_WORDING else word or "", noun, logo)
    made = new_department.make_folder(ROOT, answers, folder)
    asked = made.name if made.parent == ROOT / departments.DEPARTMENTS else str(made)
    click.echo(
        f"{said}Mappen ligger i {_shown(made)}. Ret {departments.FILE} i den, og læg billeder i {departments.PICTURES}/."
    )
    click.echo(f'Lav pakken: make print AFDELING="{asked}"')


department_.add_command(new, "new")
department_.add_command(new, "ny")
main.add_command(department_, "afdeling")


@main.command(short_help="Vis, hvordan et ord bøjes.")
@click.argument("word", metavar="ORD")
@click.option("--json", "as_data", is_flag=True, help="Skriv bøjningen som JSON.")
def word(word: str, as_data: bool) -> None:
    """Vis, hvordan programmet bøjer et ord, og hvor det ved det fra.

    \b
    Eksempler:
      trygtryk word årgang
      trygtryk word "det pædagogiske personale" --json
    """
    from trygtryk.sources.own_word import look_up, spoken

    bent = look_up(ROOT, word)
    if as_data:
        forms = {name: value if value != "" else None for name, value in asdict(bent.noun).items()}
        click.echo(json.dumps({**forms, "source": bent.source}, ensure_ascii=False, indent=1))
    else:
        click.echo(spoken(word, bent))


@main.command(short_help="Lav hver side som billede, til korrektur.")
@click.argument("targets", nargs=-1, metavar="[PRODUKT[/DEL]]...")
@_worded
@_no_wait
@click.option("--scene", metavar="ID", help="Kun én tegning, mens den bliver rettet, fx --scene hvisken.")
@click.option("--watch", is_flag=True, help="Med --scene: tegn igen, hver gang filen gemmes. Stop med Ctrl-C.")
@click.option("--kit", "--tegnestil", is_flag=True, help="Kun tegnestilen: alt, en tegning kan sættes sammen af.")
@click.option("--grey", "sight", flag_value="grey", help="Uden farver.")
@click.option("--deuteranopia", "sight", flag_value="deuteranopia", help="Set med grønblindhed.")
@click.option("--protanopia", "sight", flag_value="protanopia", help="Set med rødblindhed.")
@click.option("--tritanopia", "sight", flag_value="tritanopia", help="Set med blåblindhed.")
def proof(
    targets: tuple[str, ...],
    team: str | None,
    wording: str | None,
    department: str | None,
    out: Path | None,
    quiet: bool,
    no_wait: bool,
    scene: str | None,
    watch: bool,
    kit: bool,
    sight: Literal["grey", "deuteranopia", "protanopia", "tritanopia"] | None,
) -> None:
    """Lav hver side som billede og et oversigtsark for hvert produkt, i mappen korrektur."""
    from trygtryk import journal, pack
    from trygtryk.look import views
    from trygtryk.read import read_kitbox, read_picture, read_sources

    _belong(bool(scene), "med --scene", {"--watch": watch})
    whose = {"--team": team, "--wording": wording, "--department": department}
    _belong(not scene, "hele sider og ikke --scene", {**whose, " ".join(targets): targets})
    alone = {**whose, "--scene": scene, f"--{sight}": sight, " ".join(targets): targets}
    _belong(not kit, "hele sider og ikke --kit", alone)
    asked, folder = _whose(team, wording, department, out, quiet=quiet)
    if kit:
        target = folder / pack.PROOFS / "tegnestil.pdf"
        journal.put(target, views.style_sheet(read_kitbox(ROOT)), folder=True)
        _done(quiet, f"Tegnestilen ligger i {_shown(target)}.")
        return
    if scene:
        target = folder / pack.PROOFS / f"scene-{scene}{f'-{sight}' if sight else ''}.png"
        for _ in _saves(ROOT / "assets", watch=watch):
            try:
                journal.put(target, views.drawn(read_picture(ROOT, scene), sight), folder=True)
            except BuildError as error:
                if not watch:
                    raise
                click.echo(str(error), err=True)
            else:
                _done(quiet, f"Tegningen ligger i {_shown(target)}.")
        return
    with _opened(folder, no_wait=no_wait):
        sources = read_sources(ROOT, Order(tuple(sorted({*map(named, targets)})), asked))
        pictures = dict(views.proof(sources, _teller(quiet), _note, sight))
        _tell_kept(pack.write_proofs(folder, pictures, whole=not targets and not sight).kept)
    _done(quiet, f"Korrekturen ligger i {_shown(folder / pack.PROOFS)}.")


def _saves(folder: Path, *, watch: bool) -> Iterator[None]:
    """Once now, and again after every save beneath a folder where it is watched."""
    before: dict[Path, int] = {}
    while True:
        now = {file: file.stat().st_mtime_ns for file in sorted(folder.rglob("*")) if file.is_file()}
        if now != before:
            before = now
            yield
        if not watch:
            return
        time.sleep(_LOOK_AGAIN_S)


@main.command(short_help="Kontrollér færdige PDF-filer.")
@click.argument("files", nargs=-1, required=True, type=_File(), metavar="FIL...")
@click.option(
    "--as",
    "rules",
    type=click.Choice(["press", "screen", "office"]),
    help="Kontrollér filen som trykfil, skærmfil eller kontorfil.",
)
@click.option("--press", default="", metavar="NAVN", help="Kontrollér efter en trykprofil i layouts/press, fx online.")
@click.option(
    "--order",
    "--ordre",
    "slip",
    type=_File(),
    metavar="FIL",
    help="Også efter en ordreseddel.json: sider, mål og papir.",
)
@click.option("--json", "as_data", is_flag=True, help="Skriv fundene som JSON.")
def check(
    files: tuple[Path, ...],
    rules: Literal["press", "screen", "office"] | None,
    press: str,
    slip: Path | None,
    as_data: bool,
) -> None:
    """Kontrollér færdige PDF-filer, vores eller andres, efter reglerne for tryk og for skærm.

    Uden --as afgør det, filen selv lover (PDF/X eller PDF/UA), hvad den kontrolleres efter. Slutkoden er 1, hvis der er fejl.
    """
    from trygtryk import pipeline
    from trygtryk.bounds import MOST_BYTES
    from trygtryk.proof import findings, preflight
    from trygtryk.slip.lines import ordered_files
    from trygtryk.sources.printshop import read_printshop

    _belong(rules in (None, "press"), "trykfiler", {"--press": press, "--order": slip})
    lines = {name: findings.Ordered(*line) for name, line in ordered_files(slip.read_bytes()).items()} if slip else {}
    if slip and (unknown := [file.name for file in files if file.name not in lines]):
        raise refuse(
            f"ordresedlen har ikke {', '.join(unknown)}", Place(slip.name), "brug den seddel, filerne er lavet med"
        )
    shop = read_printshop(ROOT, _stem(press or DEFAULT_PRESS, "layouts/press"))
    limits = pipeline.limits_of(shop, *((shop.coated, shop.uncoated) if press else ()))
    # whoever asks what a print shop says of a file means to send it there, whatever the file says of itself
    rules = rules or ("press" if press or slip else None)
    results = []
    for path in files:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)  # what is more is told of
        found = preflight.check(data, rules=rules, limits=limits, ordered=lines.get(path.name), deep=True)
        results.append((legible(path.name), found))
    if as_data:
        click.echo(findings.as_json(results))
    else:
        for name, found in results:
            click.echo(findings.report(name, found))
    if any(finding.severity == "error" for _, found in results for finding in found):
        sys.exit(1)


def _compared(*places: Path) -> list[dict[str, bytes]]:
    """The PDFs beneath two folders by their path there; files alone go by the name of the last, whatever they are called."""
    found = []
    for place in places:
        files = [place] if place.is_file() else sorted(place.rglob("*.pdf"))
        if not files:
            raise refuse(f"der er ingen PDF-filer i »{place}«", None, "peg på en pakke, fx out/team")
        named = (places[-1].name if place.is_file() else file.relative_to(place).as_posix() for file in files)
        found.append({name: file.read_bytes() for name, file in zip(named, files, strict=True)})
    return found


@main.command("diff", short_help="Vis, hvad der er ændret mellem to pakker.")
@click.argument("before", type=click.Path(path_type=Path), metavar="FØR")
@click.argument("after", type=click.Path(path_type=Path), metavar="EFTER")
@click.option("--to", "--til", "target", type=click.Path(path_type=Path), metavar="MAPPE", help="Læg billeder her.")
def diff(before: Path, after: Path, target: Path | None) -> None:
    """Vis side for side, hvad der er ændret fra en pakke (eller en fil) til en anden; resten nævnes ikke.

    Slutter med 0, hvis intet er ændret, ellers med 1.

    \b
    Eksempler:
      trygtryk diff out/team out/afdeling
      trygtryk diff out/team out/afdeling --til out/forskelle
    """
    from trygtryk import journal
    from trygtryk.look.changes import changes
    from trygtryk.look.contact_sheet import png

    if target and target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise refuse(f"»{target}« er i brug", None, "vælg en mappe, der ikke findes endnu, eller en tom")
    count = 0
    for count, change in enumerate(changes(*_compared(before, after)), 1):
        click.echo(f"{change.file}{f', side {change.page}' if change.page else ''} {change.told}")
        if target and change.picture:
            target.mkdir(parents=True, exist_ok=True)
            journal.put(target / f"{count:03d}-{Path(change.file).stem}.png", png(change.picture))
    if not count:
        click.echo("Intet er ændret.")
        return
    click.echo(f"{count} ændring{'er' if count > 1 else ''}{f'; billederne ligger i {target}' if target else ''}.")
    sys.exit(1)


@main.command(short_help="Åbn siden: lav pakken i en browser.")
@click.option("--port", default=0, metavar="TAL", help="Porten; ellers en ledig.")
@click.option("--no-browser", is_flag=True, help="Skriv kun adressen; åbn ikke browseren.")
def side(port: int, no_browser: bool) -> None:
    """Åbn siden: lav pakken i en browser, på denne computer og uden net. Luk den igen med Ctrl-C."""
    from trygtryk.side.server import serve

    serve(ROOT, port, click.echo, open_browser=not no_browser)


@main.command()
def licences() -> None:
    """Vis licensen for programmet og for hver pakke, der er installeret sammen med det."""
    from trygtryk.licences import installed

    click.echo(f"trygtryk {__version__}: MIT (LICENSE)")
    for package in installed():
        click.echo(f"{package.name} {package.version}: {package.licence}")
    click.echo("Skrifter, farveprofiler og ordbog: licenserne ligger i mappen assets, ved filerne.")


@main.command(short_help="Byg igen, og sig, om hver byte stemmer.")
@click.argument("manifest", type=_File(), metavar="MANIFEST")
@click.option("--department", "--afdeling", metavar="MAPPE|FIL", help="Afdelingens mappe, hvis den er flyttet.")
def verify(manifest: Path, department: str | None) -> None:
    """Byg pakken igen et andet sted, og sig, om hver byte stemmer; hvis ikke: hvad der er anderledes."""
    from trygtryk import pack, pipeline
    from trygtryk.read import read_sources
    from trygtryk.sources.department import asked_for

    former = pack.read_manifest(manifest.parent)
    if not former:
        raise refuse("filen er ikke et manifest fra en pakke", Place(manifest.name))
    if not former.get("order"):
        raise refuse(
            "pakken er bygget ad flere omgange, der ikke kan laves om som én",
            Place(manifest.name),
            "byg hele pakken igen",
        )
    asked = dict(former["order"])
    text = asked.pop("wording_text", None)
    asked |= {"wanted": tuple(map(named, asked["wanted"])), "editions": tuple(asked["editions"])}
    if department:
        asked["wording"] = asked_for(ROOT, department, department=True)
    elif text is None and asked["wording"].endswith(("/", ".yaml", ".yml")) and not (ROOT / asked["wording"]).exists():
        way = f"skriv, hvor den ligger: --department …/{asked['wording']}"
        raise refuse("pakken er bygget med en mappe uden for projektet", Place(manifest.name), way)
    with tempfile.TemporaryDirectory() as beside:
        if text is not None and not department:
            file = Path(beside) / asked["wording"]
            file.write_text(text, encoding="utf-8")
            asked["wording"] = str(file)
        made = pipeline.make(read_sources(ROOT, Order(**asked)), _teller(quiet=False))
        _, parts = pack.inputs_hash(ROOT, asked["wording"])
    if faults := pack.differences(manifest.parent, former, made, parts):
        raise BuildError(*faults)
    click.echo(f"Alle {len(made)} filer stemmer, byte for byte.")


@main.command(short_help="Få bagsiden til at ramme forsiden på skolens printer.")
@click.option("--printer", default="", metavar="NAVN", help="Gem målingen under dette navn, fx kopirum.")
@click.option("--upright", nargs=2, type=Millimetres(), metavar="HØJRE OP", help="Aflæst på arket på højkant, i mm.")
@click.option("--lying", nargs=2, type=Millimetres(), metavar="HØJRE OP", help="Aflæst på arket på tværs, i mm.")
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FIL",
    help="Prøvearket; ellers proeveark.pdf.",
)
def calibrate(
    printer: str, upright: tuple[float, float] | None, lying: tuple[float, float] | None, target: Path | None
) -> None:
    """Mål, hvor skolens printer lægger bagsiden, og gem målingen, så alle bagsider bliver rettet ind.

    Det, du ikke skriver, bliver stående, som det er målt før.

    \b
    Eksempel:
      trygtryk calibrate                         skriver prøvearket
      trygtryk calibrate --printer kopirum --upright 0.5 -1 --lying 1 0.5
      trygtryk build --printer kopirum
    """
    from trygtryk import journal
    from trygtryk.look import views
    from trygtryk.read import read_sources
    from trygtryk.sources.printers import Printer, Reading, printer_file, printers, read_printer

    _belong(not printer, "prøvearket og ikke --printer", {"--to": target})
    if not printer:
        target = target or Path("proeveark.pdf")
        if upright or lying:
            raise refuse("målingen er ikke gemt", None, "skriv også, hvad printeren hedder, fx --printer kopirum")
        journal.put(target, views.calibration_sheet(read_sources(ROOT, Order(("flipflap",)))))
        click.echo(f"Prøvearket ligger i {target}. Det siger selv, hvad du skal gøre.")
        return
    before = read_printer(ROOT, printer) if printer in printers(ROOT) else Printer()
    if not (upright or lying):
        hint = "skriv det, I har læst på prøvearket, fx --upright 0,5 -1 --lying 1 0,5"
        raise refuse(f"der er ingen måling at gemme for printeren {printer}", None, hint)
    now = Printer(
        Reading(*upright) if upright else before.upright,
        Reading(*lying) if lying else before.lying,
    )
    file, text = printer_file(ROOT, printer, now)
    journal.put(file, text, folder=True)
    click.echo(f"Målingen står i {_shown(file)}. Brug den med --printer {printer}.")


@main.group()
def forms() -> None:
    """Saml svarene fra udfyldte skemaer, eller udfyld et."""


@forms.command("collect", short_help="Saml svarene fra udfyldte skemaer i én tabel.")
@click.argument("paths", nargs=-1, required=True, type=_File(exists=False), metavar="FIL|MAPPE...")
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FIL",
    help="Tabellen, der skrives: .xlsx eller .csv til et regneark, .json til et program.",
)
def forms_collect(paths: tuple[Path, ...], target: Path) -> None:
    """Saml svarene fra udfyldte skemaer i én tabel.

    \b
    Eksempel:
      trygtryk forms collect modtaget --to svar.xlsx

    Hver fil får sin linje: Er den læst, og hvis ikke, hvad kan du så gøre? Det, der står »Kun til dig selv« ved, bliver
    ikke læst. En tabel, der findes i forvejen, bliver gemt ved siden af, fx som svar-foer.xlsx. Slutkoden er 1, hvis der
    er en fil, der ikke blev læst.
    """
    from trygtryk.answers.collect import collect
    from trygtryk.answers.files import found_in, is_kept, keep, opened
    from trygtryk.answers.formats import FORMATS

    if target.suffix.lower() not in FORMATS:
        raise click.UsageError("--to skal ende på .xlsx, .csv eller .json")
    forms = _asked(Order(("skemaer",)))
    given = tuple(file for file in found_in(paths) if not is_kept(file, target))
    found = collect(opened(given), forms)
    for entry in found.entries:
        click.echo(entry)
    if found.rows:
        kept = keep(target, FORMATS[target.suffix.lower()](found, forms))
        click.echo(f"{len(found.rows)} svar står i {target}." + (f" Den gamle tabel hedder nu {kept}." if kept else ""))
    else:
        click.echo(f"Der er ingen svar at samle, så {target} er ikke skrevet.", err=True)
    if not found.rows or not all(entry.read for entry in found.entries):
        sys.exit(1)


@forms.command("fill", short_help="Udfyld et skema med svar fra en fil.")
@click.argument("form", metavar="SKEMA|FIL")
@click.option(
    "--from",
    "source",
    required=True,
    type=_File(),
    metavar="FIL",
    help='Svarene som JSON: {"dato": "1.2.2027", ...} eller det, forms collect har skrevet.',
)
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FIL",
    help="Det udfyldte skema, der skrives (PDF).",
)
@click.option("--large", "--storskrift", is_flag=True, help="Skemaet med stor skrift.")
def forms_fill(form: str, source: Path, target: Path, large: bool) -> None:
    """Udfyld et skema med svar fra en fil: det modsatte af forms collect.

    \b
    Eksempler:
      trygtryk forms fill udsagn --from svar.json --to udfyldt.pdf
      trygtryk forms fill out/team/skaerm/skema-udsagn.pdf --from svar.json --to udfyldt.pdf
    """
    from trygtryk.answers.files import keep
    from trygtryk.answers.fill import fill, form_in, read_answers
    from trygtryk.sources.text import read_bytes

    place = None
    if Path(form).suffix.lower() == ".pdf":
        _belong(False, "skemaer efter navn og ikke en fil", {"--storskrift": large})
        place = Place(legible(Path(form).name))
        data = read_bytes(Path(form), Path(form).name)
    else:
        part = named(form).removeprefix("skemaer/").removeprefix("skema-")
        data = _screen_form(Order((f"skemaer/{part}",), large=large))
    forms = _asked(Order(("skemaer",)))
    answers = read_answers(read_bytes(source, source.name), source.name, form_in(data, forms), forms)
    kept = keep(target, fill(data, answers, forms, place))
    click.echo(f"{len(answers)} svar står i {target}." + (f" Den gamle fil hedder nu {kept}." if kept else ""))


def _asked(order: Order) -> dict[str, Form]:
    """What the forms ask."""
    from trygtryk import pipeline
    from trygtryk.answers.asked import asked
    from trygtryk.read import read_sources

    return asked(piece.document for piece in pipeline.compose(read_sources(ROOT, order), lambda _: None))


def _screen_form(order: Order) -> bytes:
    """A form's screen edition."""
    from trygtryk import pipeline
    from trygtryk.editions import jobs
    from trygtryk.read import read_sources

    sources = read_sources(ROOT, order)
    ready = tuple(job for job in jobs(pipeline.compose(sources, lambda _: None), sources) if job.rules == "screen")
    return pipeline.press(sources, ready, lambda _: None)[0].data


@main.group()
def flipflap() -> None:
    """Flip-flappens foldemønster og et billede af den foldet."""


@flipflap.command(short_help="Skriv foldemønsteret i FOLD-formatet.")
@click.option(
    "--fold", type=click.Path(dir_okay=False, path_type=Path), required=True, metavar="FIL", help="Filen, der skrives."
)
def export(fold: Path) -> None:
    """Skriv foldemønsteret i FOLD-formatet, som Origami Simulator læser."""
    from trygtryk import journal
    from trygtryk.look import views
    from trygtryk.read import read_sources

    journal.put(fold, views.fold_file(read_sources(ROOT, Order(("flipflap",)))).encode())
    click.echo(f"Foldemønsteret står i {fold}.")


@flipflap.command(short_help="Tegn flip-flappen, som den er i hånden.")
@click.option(
    "--png",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("flipflap-foldet.png"),
    metavar="FIL",
    help="Billedet, der tegnes; ellers flipflap-foldet.png.",
)
@_worded
def preview(
    target: Path, team: str | None, wording: str | None, department: str | None, out: Path | None, quiet: bool
) -> None:
    """Tegn flip-flappen, som den er i hånden: lukket, åbnet hver vej og med en klap løftet."""
    from trygtryk import journal
    from trygtryk.look import views
    from trygtryk.read import read_sources

    asked, _ = _whose(team, wording, department, out, quiet=quiet)
    if out:
        out.mkdir(parents=True, exist_ok=True)
        target = out / target
    journal.put(target, views.folded_preview(read_sources(ROOT, Order(("flipflap",), asked))))
    _done(quiet, f"Billedet ligger i {target}.")


def _whose(
    team: str | None, wording: str | None, department: str | None, out: Path | None, *, quiet: bool
) -> tuple[str, Path]:
    """The word, file or folder asked for as it stands in an order, and the folder its pack lies in."""
    from trygtryk.sources import department as departments
    from trygtryk.sources.own_word import UnknownWordError

    if any(given is not None and not str(given).strip() for given in (team, wording, department)):
        raise click.UsageError("--team, --wording og --department skal have noget skrevet efter sig")
    if len([given for given in (team, wording, department) if given]) > 1:
        raise click.UsageError("brug kun én af --team, --wording og --department")
    if wording and not wording.endswith((".yaml", ".yml")):
        raise click.UsageError("--wording er en fil, der ender på .yaml; til et ord bruges --team")
    asked = departments.asked_for(ROOT, department or wording or team or DEFAULT_WORDING, department=bool(department))
    try:
        read = departments.read_department(ROOT, asked)
    except UnknownWordError as error:
        if quiet or not _at_a_terminal():
            raise
        click.echo(f"Ordet »{asked}« står ikke i ordbogen. Svar på fire spørgsmål, så lærer programmet det.", err=True)
        asked = departments.asked_for(ROOT, str(_asked_word(asked, error)), department=True)
        read = departments.read_department(ROOT, asked)
    if read.said and not quiet:
        place = read.place.file
        way = f"ret det i {place}" if place else "lav jeres egen mappe: .venv/bin/trygtryk department new"
        click.echo(f"{read.said}\nEr noget galt, så {way}", err=True)
    return asked, (out or ROOT / "out") / read.name


def _asked_word(word: str, error: UnknownWordError) -> Path:
    """A department's folder for a word nobody knows, from four questions."""
    from trygtryk.sources import new_department

    noun = new_department.asked_forms(error.bent.noun, _ask)
    made = new_department.make_folder(ROOT, new_department.Answers(word, noun=noun, printed=False))
    click.echo(f"Ordet står nu i {_shown(made)}; ret det der, hvis noget er galt.", err=True)
    return made


def _at_a_terminal() -> bool:
    return sys.stdin.isatty()


def _ask(question: str, otherwise: str) -> str:
    return str(click.prompt(question, default=otherwise, show_default=bool(otherwise), err=True)).strip()


def _belong(there: bool, where: str, options: Mapping[str, object]) -> None:
    """Refuses options that would change nothing of what is asked for."""
    for name, given in options.items():
        if given and not there:
            raise click.UsageError(f"{name} gælder kun {where}")


def _stem(name: str, folder: str) -> str:
    """A name of a file in one of the project's folders; its path will do."""
    file = Path(name)
    if file.suffix != ".toml":
        return name
    if file.resolve().parent != ROOT / folder:
        raise click.UsageError(f"»{name}« ligger ikke i {folder}: læg den der, og skriv {file.stem}")
    return file.stem


def _shown(folder: Path) -> str:
    here = Path.cwd()
    return folder.relative_to(here).as_posix() if folder.is_relative_to(here) else str(folder)


def _done(quiet: bool, text: str) -> None:
    if not quiet:
        if sys.stderr.isatty():
            click.echo("\r\x1b[2K", nl=False, err=True)
        click.echo(text)
