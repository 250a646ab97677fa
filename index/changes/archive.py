"""A store in one file: a ZIP with a manifest and the catalog, and nothing else.

Vectors and full text are left out: they are made again from the catalog, which has the embeddings,
and Chroma's own files hold pickles, which nobody should load from a stranger's archive."""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from glob import escape
from pathlib import Path
from typing import IO

from index import disk
from index.catalog.catalog import FILE, Catalog
from index.catalog.schema import VERSION
from index.errors import ArchiveDamaged, ArchiveError, StoreLocked
from index.lock import holding

FORMAT = 1
MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 64_000
"""Bytes."""
_SMALL = 64_000_000
"""Bytes up to which a catalog may be packed however tightly …"""
_TIGHTEST = 60
"""… and beyond which one that was packed to less than 1 in so many is no catalog but a bomb."""
_BLOCK = 1_000_000
_LOCK = ".lock"
"""At the end of the name of a file that is locked while the folder of that name is in use."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself."""

    format: int
    """Of the archive."""
    catalog: int
    """Version of the catalog's tables."""
    embedder: str
    articles: int
    generation: int
    sizes: dict[str, int]
    """Bytes of each other file, by its name."""
    sha256: dict[str, str]


def pack(catalog: Catalog, file: Path, replace: bool) -> tuple[Manifest, int, str]:
    """Write an archive of what is committed now; its manifest, size and sha256. It has its name
    only once it is whole. Raises ArchiveError (the file is there), StoreFull, StoreReadOnly."""
    if file.exists() and not (replace and file.is_file()):
        raise ArchiveError(
            "It already exists.",
            subject=str(file),
            remedy="Choose another file name, or add --replace.",
        )
    with disk.in_words(file.parent):
        file.parent.mkdir(parents=True, exist_ok=True)
        with _scratch(file) as scratch:
            copy, packed = scratch / FILE, scratch / "packed"
            catalog.copy_to(copy)
            manifest = _describe(copy)
            with zipfile.ZipFile(packed, "x", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
                archive.write(copy, FILE)
            size, checksum = packed.stat().st_size, _sha256(packed)
            disk.settle(scratch)
            packed.replace(file)
            disk.flush(file.parent)
    return manifest, size, checksum


@contextmanager
def _scratch(file: Path) -> Iterator[Path]:
    """A folder beside a file to be. What processes left there that were killed is swept: nobody
    holds its lock any more."""
    for lock in file.parent.glob(f".{escape(file.name)}-*{_LOCK}"):
        with suppress(StoreLocked), holding(lock):
            shutil.rmtree(str(lock).removesuffix(_LOCK), ignore_errors=True)
            lock.unlink()
    folder = file.with_name(f".{file.name}-{secrets.token_hex(4)}")
    lock = folder.with_name(f"{folder.name}{_LOCK}")
    with holding(lock):
        try:
            folder.mkdir()
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            lock.unlink(missing_ok=True)


def unpack(file: Path, folder: Path) -> Manifest:
    """Check an archive and write its catalog into the folder. Raises ArchiveDamaged: it is not what
    `pack` wrote, whether by accident or by design; ArchiveError, StoreFull."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = {member.filename: member for member in archive.infolist()}
            _refuse_unexpected(file, archive.infolist())
            with archive.open(members[MANIFEST]) as stream:
                manifest = _read_manifest(file, stream.read(_LARGEST_MANIFEST + 1))
            member = members[FILE]
            size = manifest.sizes[FILE]
            if member.file_size != size:
                raise damaged(file, "its catalog isn't the size that its manifest gives")
            if size > max(_SMALL, member.compress_size * _TIGHTEST):
                raise damaged(file, "its catalog would unpack to far more than any real catalog")
            disk.make_sure_of_room(folder, size)
            with archive.open(member) as stream:
                if _copy(stream, folder / FILE, size) != manifest.sha256[FILE]:
                    raise damaged(file, "its catalog isn't the one that was exported")
    except FileNotFoundError as error:
        raise ArchiveError(
            "There is no such file.", subject=str(file), remedy="Give the path of an archive."
        ) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError) as error:
        raise damaged(file, f"{error or type(error).__name__}") from error
    except RuntimeError as error:  # what zipfile raises for encrypted members
        raise damaged(file, str(error)) from error
    except (IsADirectoryError, PermissionError) as error:
        raise ArchiveError(
            "It cannot be read.",
            subject=str(file),
            remedy="Choose a file that you have permission to read.",
        ) from error
    return manifest


def damaged(file: Path, why: str) -> ArchiveDamaged:
    """The error for an archive that must not be used."""
    return ArchiveDamaged(
        f"This isn't a complete store archive ({why}). Nothing was imported.",
        subject=str(file),
        remedy="Export the store again, or use another copy of the archive.",
    )


def _refuse_unexpected(file: Path, members: list[zipfile.ZipInfo]) -> None:
    names = sorted(member.filename for member in members)
    if names != sorted((FILE, MANIFEST)):
        raise damaged(file, f"it holds {', '.join(map(repr, names[:5])) or 'nothing'}")
    for member in members:
        mode = member.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG) or member.is_dir():
            raise damaged(file, f"{member.filename} isn't a plain file")


def _read_manifest(file: Path, text: bytes) -> Manifest:
    try:
        if len(text) > _LARGEST_MANIFEST:
            raise ValueError("its manifest is too long")
        entries = json.loads(text)
        manifest = Manifest(**entries)
        if manifest.sizes.keys() != {FILE} or manifest.sha256.keys() != {FILE}:
            raise ValueError("its manifest names other files")
        if type(manifest.sizes[FILE]) is not int or not isinstance(manifest.embedder, str):
            raise TypeError("its manifest cannot be read")
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise damaged(file, str(error)) from error
    if (manifest.format, manifest.catalog) != (FORMAT, VERSION):
        raise ArchiveError(
            f"It was made by another version of Onrecord (archive {manifest.format}, catalog "
            f"{manifest.catalog}; this one reads {FORMAT} and {VERSION}).",
            subject=str(file),
            remedy="Import it with that version.",
        )
    return manifest


def _describe(copy: Path) -> Manifest:
    catalog = Catalog(copy.parent, read_only=True)
    try:
        return Manifest(
            format=FORMAT,
            catalog=VERSION,
            embedder=catalog.generation().model,
            articles=catalog.count(),
            generation=catalog.generation().number,
            sizes={FILE: copy.stat().st_size},
            sha256={FILE: _sha256(copy)},
        )
    finally:
        catalog.close()


def _copy(stream: IO[bytes], to: Path, size: int) -> str:
    """Write at most `size` bytes; the sha256 of what was written."""
    digest = hashlib.sha256()
    with to.open("xb") as file:
        while size > 0 and (block := stream.read(min(_BLOCK, size))):
            digest.update(block)
            file.write(block)
            size -= len(block)
        stream.read(1)  # at the end zipfile compares the checksum
    return digest.hexdigest()


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
