"""What is asked, as the words of a command line, with the tables in memory that these words name."""

from __future__ import annotations

import datetime as _dt
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Union

from . import _tizim


class Table:
    """A table with what cannot be read from it: its name, and the day on which a list was extracted.

    ``data`` is a path, or anything with ``__arrow_c_stream__``. ``name`` is what findings and errors call a table in memory,
    as they call a file by its file name; without it, it is called by what it is handed in as (``permanent``). ``date`` is the
    day of the extract of a voter list.
    """

    __slots__ = ("data", "name", "date")

    def __init__(self, data: Any, name: str | None = None, date: _dt.date | str | None = None) -> None:
        if name is not None:
            _fit_name(name)
        self.data = data
        self.name = name
        self.date = _dt.date.fromisoformat(date) if isinstance(date, str) else date


#: A path (of a file, a folder, a pattern such as ``lists/*.xlsx``), a table in memory, or one of both with a name.
Source = Union[str, "os.PathLike[str]", Table, Any]


def _fit_name(name: str) -> None:
    unfit = set('/\\#@="\'\0\n\r\t')
    if not name or name == "-" or len(name) > 200 or any(letter in unfit for letter in name):
        raise ValueError("the name of a table is at most 200 letters, without any of / \\ # @ = and quotation marks")


class Key:
    """The key of the masks: at least 32 random bytes, kept as the lists are kept.

    Under one key, one person has one token in every run and in every list; whoever has it can try out numbers. Its bytes are
    shown nowhere.
    """

    __slots__ = ("_bytes",)

    def __init__(self, data: bytes) -> None:
        if len(data) < 32:
            raise ValueError("a key has at least 32 bytes: secrets.token_bytes(32)")
        self._bytes = bytes(data)

    @classmethod
    def from_file(cls, path: str | os.PathLike[str]) -> Key:
        """The key in a file: the same as ``--key-file``."""
        return cls(Path(path).read_bytes())

    def __repr__(self) -> str:
        return "<tizim.Key>"


def key_bytes(key: Key | bytes | str | os.PathLike[str] | None) -> bytes | None:
    """The bytes of a key, whatever it is given as."""
    if key is None:
        return None
    if isinstance(key, (bytes, bytearray, memoryview)):
        key = Key(bytes(key))
    elif not isinstance(key, Key):
        key = Key.from_file(key)
    return key._bytes


class Asked:
    """Words, and the tables in memory that they name."""

    def __init__(self, *words: str) -> None:
        self.words: list[str] = [*words, "--quiet"]
        self.frames: list[tuple[str, _tizim.Frame]] = []
        self._files: set[str] = set()
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Asked:
        return self

    def __exit__(self, *_: object) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def flag(self, name: str, on: bool) -> Asked:
        """An option without a value."""
        if on:
            self.words.append(f"--{name}")
        return self

    def option(self, name: str, value: Any) -> Asked:
        """An option with its value, where there is one."""
        if value is not None:
            self.words.append(f"--{name}={value}")
        return self

    def path(self, name: str, value: str | os.PathLike[str] | None) -> Asked:
        """An option whose value is a file that is no table."""
        return self.option(name, None if value is None else os.fspath(value))

    def word_of(self, source: Source, role: str) -> tuple[str, _dt.date | None]:
        """The word by which a table is named, and the day of its extract."""
        table = source if isinstance(source, Table) else Table(source)
        if isinstance(table.data, (str, os.PathLike)):
            word = os.fspath(table.data)
            if not isinstance(word, str):
                raise TypeError("a path is a str or an os.PathLike of str")
            if word == "-":
                raise ValueError("standard input is Python's own here: give a path or a table")
            if table.name is not None:
                raise ValueError("a file is called by its own name; `name` is for tables in memory")
            self._files.add(word)
        else:
            word = table.name or self._free_name(role)
            if any(word == name for name, _ in self.frames):
                raise ValueError(f"two tables have the name {word!r}")
            self.frames.append((word, _tizim.Frame(table.data, word)))
        if self._files & {name for name, _ in self.frames}:
            raise ValueError(f"a file and a table in memory have the name {word!r}")
        return word, table.date

    def _free_name(self, role: str) -> str:
        taken = {name for name, _ in self.frames} | self._files
        name, again = role, 1
        while name in taken:
            again += 1
            name = f"{role}-{again}"
        return name

    def table(self, name: str, source: Source | None, role: str | None = None) -> Asked:
        """An option whose value is a table; a positional one has an empty name."""
        if source is None:
            return self
        word, _ = self.word_of(source, role or name)
        if name:
            self.words.append(f"--{name}={word}")
        else:
            # Behind `--` it is no option, whatever it is called.
            self.words += ["--", word]
        return self

    def tables(self, name: str, sources: Source | Iterable[Source] | None, role: str | None = None) -> Asked:
        """The same, as often as there are tables."""
        for source in several(sources):
            self.table(name, source, role)
        return self

    def lists(self, lists: Mapping[str, Source | Iterable[Source]]) -> Asked:
        """Voter lists by their kind."""
        for kind, sources in lists.items():
            for source in several(sources):
                word, date = self.word_of(source, kind)
                self.words.append(f"--list={kind}={word}" + (f"@{date.isoformat()}" if date else ""))
        return self

    def common(
        self,
        *,
        profile: str | os.PathLike[str] | None = None,
        lang: str | None = None,
        columns: Mapping[str, Any] | str | os.PathLike[str] | None = None,
        encoding: str | None = None,
        seed: int | None = None,
        threads: int | None = None,
        memory: str | None = None,
        timestamp: bool = True,
        reveal: bool = False,
    ) -> Asked:
        """The options that every audit takes."""
        self.path("profile", profile).option("lang", lang).option("encoding", encoding)
        self.option("seed", seed).option("threads", threads).option("memory", memory)
        self.flag("no-timestamp", not timestamp).flag("reveal", reveal)
        if isinstance(columns, Mapping):
            self._folder = self._folder or tempfile.TemporaryDirectory(prefix="tizim-")
            file = Path(self._folder.name) / "columns.toml"
            file.write_text(_columns_toml(columns), encoding="utf-8")
            columns = file
        return self.path("columns", columns)


def several(sources: Any) -> list[Any]:
    """One or several tables as a list; a table in memory is one, though some can be iterated over."""
    if sources is None:
        return []
    if isinstance(sources, (list, tuple)):
        return list(sources)
    return [sources]


def _columns_toml(columns: Mapping[str, Any]) -> str:
    own, further = [], []
    for name, heading in columns.items():
        if isinstance(heading, Mapping):
            lines = [_columns_line(inner, value) for inner, value in heading.items()]
            further.append(f"[columns.{_quoted(name)}]\n" + "".join(lines))
        else:
            own.append(_columns_line(name, heading))
    return "[columns]\n" + "".join(own) + "".join(further)


def _columns_line(name: str, heading: str | Iterable[str]) -> str:
    value = _quoted(heading) if isinstance(heading, str) else "[" + ", ".join(map(_quoted, heading)) + "]"
    return f"{_quoted(name)} = {value}\n"


def _quoted(text: str) -> str:
    # Strings of JSON are strings of TOML, except for this one character.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
