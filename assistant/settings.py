"""What a user can set, by environment variables that begin with ONRECORD_."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.llm.connect import Address, LanguageModel, Limits, connect
from assistant.nli.packaged import PACKAGED
from assistant.retrieval import embedding_choice
from index.errors import SettingError
from index.search.vector_server import ChromaServer
from index.web.limits import FetchLimits

QUOTES = "quotes"
"""In place of a model's name: replies are quotes."""


class Settings(BaseSettings):
    """All settings. `docs/reference/settings.md` is generated from these fields."""

    model_config = SettingsConfigDict(env_prefix="ONRECORD_", frozen=True, extra="ignore")

    store: Path = Field(Path(".onrecord"), description="The folder that holds the index.")
    embedding: str = Field(
        embedding_choice.PACKAGED,
        min_length=1,
        description="The model that a new store and `onrecord rebuild` embed with: the packaged "
        "one, or a sentence-transformers model of a hub, by its name, or in a folder.",
    )
    chroma_url: str = Field(
        "",
        description="A Chroma server that holds the vectors (`http://127.0.0.1:8000`, see "
        "[several processes](../guide/several-processes.md)); empty: they are in the store's "
        "folder.",
    )
    chroma_token: SecretStr = Field(
        SecretStr(""), description="Sent to that server as a bearer token; empty: none."
    )
    stance: str = Field(
        PACKAGED,
        min_length=1,
        description="The model that weighs claims: the packaged one, the "
        "[judge](../guide/judge.md) (`judge`), or an NLI cross-encoder from a hub, by its name "
        "(`cross-encoder/nli-deberta-v3-base`) or its folder.",
    )
    model: str = Field(
        "",
        description="The language model that writes replies and gives second opinions on claims, "
        "as `provider:name` (`ollama:llama3.2`, see "
        "[language models](../guide/language-models.md)); empty: "
        "replies are quotes.",
    )
    model_url: str = Field(
        "",
        description="The address of its server, where that is not the provider's own "
        "(`http://127.0.0.1:8000/v1`).",
    )
    model_key: SecretStr = Field(
        SecretStr(""),
        description="Its key; empty: the provider's own variable (`OPENAI_API_KEY`, never sent to "
        "another `ONRECORD_MODEL_URL`), else the keyring's.",
    )
    model_seconds: float = Field(
        60.0,
        gt=0,
        description="How long the model may take to reply; after that, the reply is "
        "made of quotes.",
    )
    model_tokens: int = Field(
        6_000, ge=500, description="About how many tokens of paragraphs the model is given."
    )
    model_reply_tokens: int = Field(700, ge=50, description="How many tokens it may write.")
    model_at_once: int = Field(2, ge=1, description="How many replies it writes at the same time.")
    fetch_allow: str = Field(
        "",
        description="Hosts, hosts with a port, and networks that may be fetched from although "
        "they aren't on the public internet, separated by commas (`wiki.example:8080, "
        "10.2.0.0/16`).",
    )
    fetch_delay: float = Field(
        1.0,
        ge=0,
        description="Seconds between two pages of one site; its robots.txt can ask for more.",
    )
    fetch_pages: int = Field(
        200,
        ge=1,
        description="Pages of a feed or a sitemap that are fetched at a time, newest first.",
    )
    fetch_contact: str = Field(
        "",
        description="A contact address that is sent to every site that is fetched from; "
        "empty: none.",
    )
    sync_every: float = Field(
        0.0,
        ge=0,
        description="Minutes after which a running server checks all sources for changes again; "
        "0: never.",
    )
    server: str = Field(
        "",
        description="A running `onrecord serve` (`http://127.0.0.1:7860`) that `add`, `sync`, "
        "`remove`, `retract` and `rebuild` go through, see [several "
        "processes](../guide/several-processes.md); empty: they change a store on this machine.",
    )
    token: SecretStr = Field(
        SecretStr(""),
        description="The token that a server asks for before it changes its store, and that "
        "commands send to it. Without one, it takes changes from its own machine only.",
    )
    host: str = Field(
        "127.0.0.1", min_length=1, description="The address that the page listens on."
    )
    hosts: str = Field(
        "",
        description="Further names by which the page can be opened, separated by commas "
        "(`news.example, desk.lan:7860`), see [the served page](../guide/served-page.md). "
        "Without them, it answers only to its own address.",
    )
    port: int = Field(7860, ge=1, le=65535, description="The port that the page listens on.")

    def vector_server(self) -> ChromaServer | None:
        """The server that holds the vectors, if any. Raises SettingError."""
        if not self.chroma_url:
            return None
        return ChromaServer(self.chroma_url, self.chroma_token.get_secret_value())

    def language_model(self, name: str | None = None) -> LanguageModel | None:
        """The model that writes replies, not yet called; None if replies are quotes. `name`:
        instead of the setting's; "quotes" for none. Raises ChatModelError, SettingError."""
        chosen = self.model if name is None else name
        if not chosen or chosen == QUOTES:
            return None
        # Ollama's package takes a bare host and port, too.
        bare = self.model_url and not re.match(r"(?i)https?://[^/]", self.model_url)
        if bare and not chosen.startswith("ollama:"):
            raise SettingError(
                "The address lacks http:// (or https://) before its host.",
                subject="ONRECORD_MODEL_URL",
                remedy="Write it as http://HOST:PORT/v1, for instance http://127.0.0.1:8000/v1.",
            )
        address = Address(chosen, self.model_url, self.model_key.get_secret_value())
        limits = Limits(
            seconds=self.model_seconds,
            tokens=self.model_tokens,
            reply_tokens=self.model_reply_tokens,
            at_once=self.model_at_once,
        )
        return connect(address, limits)

    def fetching(self) -> FetchLimits:
        """The limits on fetching. Raises SettingError."""
        return FetchLimits(
            allow=tuple(one.strip() for one in self.fetch_allow.split(",") if one.strip()),
            delay=self.fetch_delay,
            pages=self.fetch_pages,
            contact=self.fetch_contact,
        )


def settings() -> Settings:
    """The settings of this process's environment. Raises SettingError."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "ONRECORD_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingError(
            f"The value {first['input']!r} cannot be used: {first['msg']}.",
            subject=name,
            remedy=f"Set {name} to another value, or unset it to use the default.",
        ) from error
