"""Changes through a running server: the client of service/."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

import httpx
from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypedDict

from index.changes.selection import Selection
from index.errors import OnrecordError, ServiceError
from index.reports import IndexReport, RebuildReport, RemovalReport, SyncReport
from index.types import NO_OVERRIDES, ArticleDetails, Overrides, ProgressCallback, silent
from index.web.online_documents import is_address
from ui.json.documents import ErrorJson
from ui.json.report_documents import ReportJson
from ui.json.store_documents import (
    AbandonedJson,
    MeantJson,
    RebuildJson,
    RemovalsJson,
    RetractionJson,
)
from ui.json.syncing_documents import SyncJson
from ui.remote import answers, message_format
from ui.remote.upload_bundle import parcel, parcel_bytes

CONNECT = 5.0
"""Seconds for a connection."""
SILENCE = 60.0
"""Seconds without a byte after which a server is given up; see message_format.HEARTBEAT."""
DocumentT = TypeVar("DocumentT")
Report = TypeVar("Report")


class HelloJson(TypedDict):
    """What a server says of itself."""

    kind: Literal["onrecord"]
    version: str
    articles: int
    generation: int


class RemoteChanges:
    """Changes to the store that a running server has open (a `ui.changes.Changes`), from `with` to
    its end. Files go there known by their names, with `upload` or without. All
    raise ServiceError where the server cannot be used, and what it tells otherwise."""

    def __init__(self, url: str, token: str = "") -> None:
        """Raises SettingError for what is no address or no token."""
        self._url = message_format.usable_server(url)
        headers = {message_format.MARK: message_format.PROTOCOL, "Accept-Encoding": "identity"}
        if message_format.usable_token(token):
            headers["Authorization"] = f"Bearer {token}"
        # What the environment says of proxies and passwords is not for a server named by hand.
        self._client = httpx.Client(
            headers=headers, timeout=httpx.Timeout(SILENCE, connect=CONNECT), trust_env=False
        )

    def __enter__(self) -> Self:
        try:
            self._hello()
        except BaseException:
            self._client.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    @property
    def count(self) -> int:
        return self._hello()["articles"]

    @property
    def generation(self) -> int:
        return self._hello()["generation"]

    def add(
        self,
        sources: Sequence[str | Path],
        *,
        overrides: Overrides = NO_OVERRIDES,
        upload: bool = False,
        follow_links: bool = False,
        progress: ProgressCallback = silent,
    ) -> IndexReport:
        addresses = [str(source) for source in sources if is_address(source)]
        paths = [source for source in sources if not is_address(source)]
        files = parcel(paths, follow_links=follow_links)
        report: IndexReport | None = None
        if files.files or not addresses:
            content = parcel_bytes(files, overrides, progress)
            document = self._change("upload", content, progress, ReportJson, message_format.PARCEL)
            report = self._read_as(answers.index_report, document)
        if addresses:
            wish = {"addresses": addresses, **asdict(overrides)}
            document = self._wish("add", wish, progress, ReportJson)
            fetched = self._read_as(answers.index_report, document)
            report = report.followed_by(fetched) if report else fetched
        assert report is not None
        return files.at_home(report)

    def sync(
        self, *, prune: bool = False, resting: bool = False, progress: ProgressCallback = silent
    ) -> SyncReport:
        document = self._wish("sync", {"prune": prune, "resting": resting}, progress, SyncJson)
        return self._read_as(answers.sync_report, document)

    def matching(self, selection: Selection) -> list[ArticleDetails]:
        wish = {**asdict(selection), "dry_run": True}
        document = self._wish("remove", wish, silent, MeantJson)
        return [self._read_as(answers.article_details, article) for article in document["articles"]]

    def remove(
        self, article_ids: Sequence[str], *, progress: ProgressCallback = silent
    ) -> RemovalReport:
        document = self._wish("remove", {"ids": list(article_ids)}, progress, RemovalsJson)
        return answers.removal_report(document)

    def retract(self, article_id: str, note: str = "") -> ArticleDetails:
        document = self._wish(
            "retract", {"article": article_id, "note": note}, silent, RetractionJson
        )
        return self._read_as(answers.article_details, document)

    def unretract(self, article_id: str) -> ArticleDetails:
        document = self._wish(
            "retract", {"article": article_id, "undo": True}, silent, RetractionJson
        )
        return self._read_as(answers.article_details, document)

    def rebuild(self, *, progress: ProgressCallback = silent) -> RebuildReport:
        return answers.rebuild_report(self._wish("rebuild", {}, progress, RebuildJson))

    def abandon_rebuild(self, *, progress: ProgressCallback = silent) -> int:
        return self._wish("rebuild", {"abandon": True}, progress, AbandonedJson)["freed"]

    def _hello(self) -> HelloJson:
        with self._in_words(), self._client.stream("GET", self._at("hello")) as response:
            lines = self._lines(response)
            return self._read(next(lines, None), HelloJson)

    def _wish(
        self,
        name: str,
        wish: Mapping[str, object],
        progress: ProgressCallback,
        shape: type[DocumentT],
    ) -> DocumentT:
        return self._change(name, json.dumps(wish).encode(), progress, shape, message_format.JSON)

    def _change(
        self,
        name: str,
        content: bytes | Iterator[bytes],
        progress: ProgressCallback,
        shape: type[DocumentT],
        content_type: str,
    ) -> DocumentT:
        """Ask for a change, and wait until it is made."""
        headers = {"Content-Type": content_type}
        with (
            self._in_words(),
            self._client.stream(
                "POST", self._at(name), content=content, headers=headers
            ) as response,
        ):
            for line in self._lines(response):
                if "progress" in line:
                    stage, done, total = self._read(line["progress"], tuple[str, int, int])
                    progress(stage, done, total)
                elif "error" in line:
                    raise answers.error_of(self._read(line["error"], ErrorJson))
                elif "result" in line:
                    return self._read(line["result"], shape)
        raise self._broken_off("it ended too early")

    def _lines(self, response: httpx.Response) -> Iterator[dict[str, Any]]:
        """The lines of an answer, once it is one of Onrecord."""
        line: list[bytes] = []
        size = 0
        for block in response.iter_raw():
            first, *others = block.split(b"\n")
            line.append(first)
            size += len(first)
            for next_one in others:
                yield self._parsed(response, b"".join(line))
                line, size = [next_one], len(next_one)
            if size > message_format.LONGEST_LINE:
                raise self._stranger("it sends a line that never ends")
        if size:
            yield self._parsed(response, b"".join(line))

    def _parsed(self, response: httpx.Response, line: bytes) -> dict[str, Any]:
        try:
            read = json.loads(line)
        except (ValueError, RecursionError):
            read = None
        if not isinstance(read, dict) or (response.status_code != 200 and "error" not in read):
            raise self._stranger(f"status {response.status_code}")
        if response.status_code != 200:
            raise answers.error_of(self._read(read["error"], ErrorJson))
        return read

    def _read(self, document: object, shape: type[DocumentT]) -> DocumentT:
        try:
            return TypeAdapter(shape).validate_python(document)
        except ValidationError as error:
            raise self._stranger(f"its answer doesn't have the form {shape.__name__}") from error

    def _read_as(self, build: Callable[[DocumentT], Report], document: DocumentT) -> Report:
        """The server's message, parsed into its type."""
        try:
            return build(document)
        except ValueError as error:
            raise self._stranger(f"its answer has a word that isn't known here: {error}") from error

    def _at(self, name: str) -> str:
        return self._url + message_format.PREFIX + name

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """Turn the connection's errors into ServiceError."""
        try:
            yield
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise self._error(
                f"No server answers there ({error}).",
                "Check that it is running (onrecord serve prints its address), or leave out "
                "--server and ONRECORD_SERVER to change a store on this machine.",
            ) from error
        except httpx.ReadTimeout as error:
            raise self._broken_off(f"it was silent for {SILENCE:.0f} seconds") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise self._broken_off(str(error) or type(error).__name__) from error

    def _stranger(self, why: str) -> OnrecordError:
        return self._error(
            f"What answers there isn't Onrecord, or is a version that accepts no changes ({why}).",
            "Give the address that onrecord serve prints.",
        )

    def _broken_off(self, why: str) -> OnrecordError:
        return self._error(
            f"The connection was lost before the server reported what it had done ({why}).",
            "Check that it is still running, and try again. Nothing will be done twice.",
        )

    def _error(self, happened: str, remedy: str) -> OnrecordError:
        return ServiceError(happened, subject=self._url, remedy=remedy)
