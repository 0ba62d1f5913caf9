"""A department's folder while it is edited: what is typed is saved whole or not at all, and every step can be undone."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from trygtryk.errors import BuildError, of_system, refuse
from trygtryk.pack.journal import digest, exchange, inside, put, restore, sweep, whole_folder
from trygtryk.pack.lock import alone, locked_by
from trygtryk.sources.department import department_file
from trygtryk.sources.department.departments import DEPARTMENTS, departments, slug, wordings
from trygtryk.sources.department.new_department import Answers, make_folder
from trygtryk.sources.department.own_folder import FILE, PICTURES
from trygtryk.sources.text import unicode_text

_STEPS = ".fortryd"
_LIST = f"{_STEPS}/trin.json"
_CHOICES = ".side.json"
_MOST_STEPS = 200


class ElsewhereError(Exception):
    """Something was changed elsewhere while somebody wrote: what stands there now, and what was to be saved.

    ``what`` names it in Danish; ``state`` is what a form that is sent again says it has seen, where a form says that.
    """

    def __init__(self, theirs: str, ours: str, what: str = "Teksten", state: str = "") -> None:
        super().__init__(theirs)
        self.theirs, self.ours, self.what, self.state = theirs, ours, what, state


@dataclass(frozen=True, slots=True)
class Edit:
    """One value of the department's file: where it stands, what it is to be (empty: nothing), and what it was thought
    to be (None: whatever it is)."""

    path: department_file.Path
    after: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What can be undone: its name in Danish, and each changed file with its SHA-256 before and after (empty: no file)."""

    title: str
    key: str
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """Files by what they are called in the folder, with the SHA-256 of each (empty: no file)."""

    files: Mapping[str, str]

    @property
    def state(self) -> str:
        """What a form says that it has seen."""
        return hashlib.sha256(json.dumps(sorted(self.files.items())).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class History:
    """What can be undone and what can be done again, the newest last."""

    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()

    @property
    def undo(self) -> str:
        """What is undone next; empty where there is nothing."""
        return self.done[-1].title if self.done else ""

    @property
    def redo(self) -> str:
        """What is done again next."""
        return self.undone[-1].title if self.undone else ""


@dataclass(frozen=True, slots=True)
class Folder:
    """One department's folder."""

    path: Path

    @property
    def text(self) -> str:
        """The department's file as it is now; raises BuildError where it is no text."""
        file = self.path / FILE
        return unicode_text(file.read_bytes(), FILE) if file.is_file() else ""

    def values(self, *paths: department_file.Path) -> tuple[str, ...]:
        """What stands at paths of the department's file, empty where nothing does."""
        text = self.text
        return tuple(department_file.entry(text, path) for path in paths)

    def change(
        self,
        title: str,
        *edits: Edit,
        new: Mapping[str, bytes] | None = None,
        gone: tuple[str, ...] = (),
        seen: Seen | None = None,
    ) -> None:
        """Saves values, and with them ``new`` files and those that go, as one step.

        Raises ElsewhereError where a value, or a file that was ``seen``, is no longer what it was thought to be, and
        changes nothing.
        """
        files = dict(new or {})
        if not all(map(inside, (*files, *gone))):
            raise refuse("filens navn fører ud af afdelingens mappe", None, "giv filen et andet navn")
        with self._held():
            if seen and (now := self.seen(seen.files)) != seen:
                raise ElsewhereError(
                    _told_of(now), _told_of(Seen(dict.fromkeys(new or {}, "x"))), title.capitalize(), now.state
                )
            former = (self.path / FILE).read_bytes() if (self.path / FILE).is_file() else b""
            text = made = unicode_text(former, FILE)
            for edit in edits:
                after = unicode_text(edit.after.encode(), "teksten").strip()
                there = department_file.entry(text, edit.path)
                if edit.before is not None and there not in (edit.before.strip(), after):
                    raise ElsewhereError(there, after)
                if there != after or not after:  # what is taken away may be more than a text
                    made = department_file.changed(made, edit.path, after)
            if made != text:
                files[FILE] = made.replace("\n", "\r\n" if b"\r\n" in former else "\n").encode()
            if files or gone:
                self._save(title, "/".join(edits[0].path) if edits and not (new or gone) else "", files, gone)

    def of_picture(self, id: str) -> tuple[str, ...]:
        """What the files of a picture are called in the folder."""
        folder = self.path / PICTURES
        found = sorted(folder.iterdir()) if folder.is_dir() else []
        return tuple(f"{PICTURES}/{file.name}" for file in found if file.stem == id and file.is_file())

    def seen(self, names: Iterable[str]) -> Seen:
        """Files of the folder as they are now."""
        return Seen({name: digest(self.path / name) for name in names})

    def history(self) -> History:
        """What was done here, and what of it was undone."""
        try:
            found = json.loads((self.path / _LIST).read_bytes())
            made = {"done": found, "undone": ()} if isinstance(found, list) else found
            return History(**{name: tuple(Step(**step) for step in steps) for name, steps in made.items()})
        except (OSError, ValueError, TypeError, AttributeError):
            return History()

    def undo(self, seen: str | None = None) -> str:
        """Takes the last step back; answers with its name, empty where there is none.

        Raises ElsewhereError where it is not the one that was ``seen``, and BuildError where a file was changed elsewhere
        since: nobody's work is taken with it.
        """
        with self._held():
            known = self.history()
            steps = list(known.done)
            while steps and all(digest(self.path / name) == was for name, was in steps[-1].before.items()):
                steps.pop()  # it was broken off before anything was saved
            if not steps:
                return ""
            step = steps.pop()
            self._turn(step, step.after, step.before, seen, "fortrydes")
            self._remember(History(tuple(steps), (*known.undone, step)))
            return step.title

    def redo(self, seen: str | None = None) -> str:
        """Does again what was undone last; answers and raises as ``undo`` does."""
        with self._held():
            known = self.history()
            if not known.undone:
                return ""
            step = known.undone[-1]
            self._turn(step, step.before, step.after, seen, "gentages")
            self._remember(History((*known.done, step), known.undone[:-1]))
            return step.title

    def _turn(self, step: Step, now: Mapping[str, str], then: Mapping[str, str], seen: str | None, what: str) -> None:
        """Has the files of a step as they are to be then, where they are as they should be now."""
        if seen is not None and seen != step.title:
            told = f"der er ændret noget et andet sted siden; det næste, der kan {what}, er »{step.title}«"
            raise refuse(told, None, "tryk igen, hvis det er det, I vil")
        if not all(map(inside, then)):
            raise refuse(f"»{step.title}« kan ikke {what}: filens navn fører ud af afdelingens mappe")
        for name, saved in now.items():
            if digest(self.path / name) != saved:
                told = f"»{name}« er ændret et andet sted siden, så »{step.title}« kan ikke {what}"
                raise refuse(told, None, "ret det her på siden i stedet")
        for name, was in now.items():
            self._keep(name, was)
        new = {name: self._kept(sha256) for name, sha256 in then.items() if sha256}
        self._write(new, tuple(name for name, sha256 in then.items() if not sha256))

    def choices(self) -> dict[str, str]:
        """What was chosen on the page and is no part of the pack: the copier there is, whether the word fits."""
        try:
            found = json.loads((self.path / _CHOICES).read_bytes())
            return {str(name): str(value) for name, value in found.items()}
        except (OSError, ValueError, AttributeError):
            return {}

    def choose(self, **chosen: str) -> None:
        """Saves choices beside those there are."""
        with self._held():
            self._put(_CHOICES, json.dumps({**self.choices(), **chosen}, ensure_ascii=False).encode())

    @contextmanager
    def _held(self) -> Iterator[None]:
        with _told(), alone(self.path):
            if not self.path.is_dir():
                raise refuse(f"mappen »{self.path.name}« er her ikke mere", None, "gå til Mine afdelinger")
            restore(self.path)
            # nobody else saves here: what lies half was left by a page that was killed
            for lock in (
                lock for place in ("", f"{PICTURES}/", f"{_STEPS}/") for lock in self.path.glob(f"{place}.*.lock")
            ):
                sweep(locked_by(lock))
                lock.unlink(missing_ok=True)
            yield

    def _save(self, title: str, key: str, new: Mapping[str, bytes], gone: tuple[str, ...]) -> None:
        changes = {name: digest(self.path / name) for name in (*new, *gone)}
        for name, was in changes.items():
            self._keep(name, was)
        after = {**dict.fromkeys(gone, ""), **{name: hashlib.sha256(data).hexdigest() for name, data in new.items()}}
        steps = list(self.history().done)
        if key and steps and steps[-1].key == key and dict(steps[-1].after) == changes:
            changes = dict(steps.pop().before)  # one text that is typed is one step
        steps.append(Step(title, key, changes, after))
        self._remember(History(tuple(steps[-_MOST_STEPS:])))
        self._write(new, gone)
        self._tidy()

    def _remember(self, known: History) -> None:
        self._put(_LIST, json.dumps(asdict(known), ensure_ascii=False).encode())

    def _keep(self, name: str, sha256: str) -> None:
        """Keeps a file's bytes to lead back to."""
        if sha256 and not (self.path / _STEPS / sha256).is_file():
            self._put(f"{_STEPS}/{sha256}", (self.path / name).read_bytes())

    def _write(self, new: Mapping[str, bytes], gone: tuple[str, ...]) -> None:
        if len(new) == 1 and not gone:  # whoever builds this very moment reads the former file or the new one
            ((name, data),) = new.items()
            self._put(name, data)
        else:
            exchange(self.path, new, [name for name in gone if (self.path / name).exists()], {})

    def _put(self, name: str, data: bytes) -> None:
        target = self.path / name
        if target.is_symlink() or not target.resolve().is_relative_to(self.path.resolve()):
            raise refuse(f"»{name}« er en genvej ud af mappen", None, "læg selve filen i mappen")
        put(target, data, folder=True)

    def _kept(self, sha256: str) -> bytes:
        data = (self.path / _STEPS / sha256).read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise refuse("det, der var før, er ændret på disken og kan ikke hentes frem")
        return data

    def _tidy(self) -> None:
        known = self.history()
        steps = (*known.done, *known.undone)
        wanted = {sha256 for step in steps for sha256 in (*step.before.values(), *step.after.values())}
        for file in (self.path / _STEPS).iterdir():
            if file.name not in wanted and len(file.name) == 64:
                file.unlink(missing_ok=True)


def _told_of(seen: Seen) -> str:
    return ", ".join(name for name, was in seen.files.items() if was)


def folders(root: Path) -> dict[str, Folder]:
    """The departments by what they are called in addresses; raises BuildError on namesakes."""
    return {name: Folder(path) for name, path in departments(root).items()}


def made(root: Path, name: str) -> str:
    """A new department's folder; answers with what it is called in addresses. Raises BuildError on a name in use."""
    called = _free(root, name)
    with _told():
        make_folder(root, Answers(name.strip()))
    return called


def copied(root: Path, former: str, name: str) -> str:
    """A copy of a department under another name."""
    called = _free(root, name)
    source, target = folders(root)[former].path, root / DEPARTMENTS / called
    with _told(), whole_folder(target) as made, alone(source):
        shutil.copytree(source, made, ignore=shutil.ignore_patterns(".*"), dirs_exist_ok=True)
    Folder(target).change("navnet", Edit(("navn",), name))
    return called


def renamed(root: Path, former: str, name: str) -> str:
    """A department under another name: the one that is printed, and its folder's."""
    there = folders(root)[former]
    if slug(name) == former:
        there.change("navnet", Edit(("navn",), name))
        return former
    called = _free(root, name)
    with _told(), alone(root / DEPARTMENTS / called), alone(there.path):
        there.path.rename(root / DEPARTMENTS / called)
    Folder(root / DEPARTMENTS / called).change("navnet", Edit(("navn",), name))
    return called


def _free(root: Path, name: str) -> str:
    """A folder's name that nobody has; raises BuildError where the name can be none or is in use."""
    called = slug(unicode_text(name.encode(), "navnet").strip())
    if not called:
        raise refuse("skriv, hvad I kalder jer", None, "brug bogstaver eller tal")
    if len(called) > 60:
        raise refuse("navnet er for langt til en mappe", None, "brug højst 60 tegn")
    if called in departments(root) or (root / DEPARTMENTS / called).exists():
        raise refuse("navnet er i brug", None, "åbn afdelingen, eller vælg et andet")
    if called in wordings(root):
        told = f"afdelingen »{name}« får den samme mappe i out/ som ordet »{called}«"
        raise refuse(told, None, "vælg et navn med mere i, fx med skolens navn")
    return called


@contextmanager
def _told() -> Iterator[None]:
    """What the system refuses, as a sentence."""
    try:
        yield
    except OSError as error:
        raise BuildError(of_system(error)) from error
