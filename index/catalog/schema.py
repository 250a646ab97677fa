"""The catalog's tables, in SQL."""

from __future__ import annotations

VERSION = 4
"""Of these tables; a store with another version is refused."""

APPLICATION = 0x4F4E5243
""" "ONRC": marks a SQLite file as an Onrecord catalog."""

TABLES = """
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
CREATE TABLE generations (
    number INTEGER PRIMARY KEY,
    made_at TEXT NOT NULL,
    vectors TEXT NOT NULL, -- folder below chroma/ that belongs to it; empty: it has no chunks
    model TEXT NOT NULL -- name of the embedding model that they come from
) STRICT;
CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    location TEXT NOT NULL,
    UNIQUE (kind, location)
) STRICT;
CREATE TABLE versions (
    article_id TEXT NOT NULL REFERENCES articles (id),
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    outlet TEXT,
    authors TEXT NOT NULL, -- JSON list
    published TEXT,
    updated TEXT, url TEXT, language TEXT,
    machine_translated INTEGER NOT NULL, -- 0 or 1
    partial TEXT, -- why it may not be the whole article
    content_hash TEXT NOT NULL,
    since INTEGER NOT NULL REFERENCES generations (number),
    until INTEGER REFERENCES generations (number), -- NULL: this version is searched
    PRIMARY KEY (article_id, version)
) STRICT;
CREATE INDEX active_versions ON versions (article_id) WHERE until IS NULL;
CREATE TABLE paragraphs (
    article_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    number INTEGER NOT NULL,
    role TEXT NOT NULL,
    text TEXT NOT NULL,
    published TEXT, -- of a post in a live blog; NULL: as its version
    PRIMARY KEY (article_id, version, number),
    FOREIGN KEY (article_id, version) REFERENCES versions (article_id, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE chunks ( -- of the versions that are searched, and of no others
    key TEXT NOT NULL,
    article_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    context TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (article_id, version, first, start),
    FOREIGN KEY (article_id, version) REFERENCES versions (article_id, version)
) STRICT;
CREATE INDEX chunks_by_key ON chunks (key);
CREATE TABLE draft ( -- chunks that an unfinished rebuild has cut; nobody searches them
    key TEXT NOT NULL,
    article_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    context TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (article_id, version, first, start),
    FOREIGN KEY (article_id, version) REFERENCES versions (article_id, version)
) STRICT;
CREATE INDEX draft_by_key ON draft (key);
CREATE TABLE sightings ( -- what a source's bytes were read as, so that they are read once
    kind TEXT NOT NULL,
    location TEXT NOT NULL,
    signature TEXT NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles (id),
    content_hash TEXT NOT NULL,
    document TEXT NOT NULL, -- signature of the one among many that the article was read from
    is_own INTEGER NOT NULL, -- 0: it says what another's article says
    PRIMARY KEY (kind, location, article_id) -- a file may hold many articles
) STRICT;
CREATE INDEX sightings_by_article ON sightings (article_id);
CREATE TABLE embeddings ( -- what a model made of a key's context and text
    model TEXT NOT NULL,
    key TEXT NOT NULL,
    vector BLOB NOT NULL, -- float32, little-endian
    PRIMARY KEY (model, key)
) STRICT;
CREATE TABLE removals ( -- that articles were removed; nothing of what they said
    removed_at TEXT NOT NULL,
    article_id TEXT NOT NULL,
    version INTEGER NOT NULL, -- the newest
    title TEXT NOT NULL,
    outlet TEXT,
    url TEXT,
    content_hash TEXT NOT NULL,
    generation INTEGER NOT NULL,
    PRIMARY KEY (article_id, generation)
) STRICT;
CREATE TABLE retractions (
    article_id TEXT PRIMARY KEY REFERENCES articles (id),
    retracted_at TEXT NOT NULL,
    note TEXT NOT NULL -- empty: none was given
) STRICT;
CREATE TABLE watched ( -- sources that were added, to look at again
    location TEXT PRIMARY KEY,
    overrides TEXT NOT NULL, -- JSON
    since TEXT NOT NULL,
    looked TEXT NOT NULL,
    succeeded TEXT,
    error TEXT, -- why nothing could be read the last time
    failures INTEGER NOT NULL, -- in a row
    rests_until TEXT,
    follow_links INTEGER NOT NULL -- 0 or 1
) STRICT;
CREATE TABLE visits ( -- what a server recognises by what was read at a URL last
    asked TEXT PRIMARY KEY,
    location TEXT, -- NULL: of a feed or a sitemap
    etag TEXT,
    modified TEXT,
    reading TEXT NOT NULL
) STRICT;
CREATE TABLE gone ( -- articles that no source has any more
    article_id TEXT PRIMARY KEY REFERENCES articles (id),
    noticed_at TEXT NOT NULL,
    watched TEXT NOT NULL, -- the source that was looked at
    location TEXT NOT NULL -- what of it the article had been read from
) STRICT;
CREATE TABLE printed ( -- what articles print, of the versions that are searched
    wording INTEGER NOT NULL, -- equal for equal words
    article_id TEXT NOT NULL REFERENCES articles (id),
    number INTEGER NOT NULL, -- of a paragraph; 0: all of the article
    words INTEGER NOT NULL, -- how many
    PRIMARY KEY (wording, article_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX printed_by_article ON printed (article_id);
CREATE TABLE bands ( -- of each wording; wordings that are nearly the same share some
    band INTEGER NOT NULL,
    wording INTEGER NOT NULL,
    PRIMARY KEY (band, wording)
) STRICT, WITHOUT ROWID;
CREATE TABLE alike ( -- wordings that say the same in nearly the same words, each pair both ways
    wording INTEGER NOT NULL,
    other INTEGER NOT NULL,
    PRIMARY KEY (wording, other)
) STRICT, WITHOUT ROWID;
"""

COPIED = (
    "generations", "articles", "versions", "paragraphs", "chunks", "sightings", "retractions",
    "watched", "visits", "gone",
    "printed", "bands", "alike",
)  # fmt: skip
"""Tables that an import takes over as they are, each after those that it refers to."""

ADD_VERSION = """
INSERT INTO versions (article_id, version, title, outlet, authors, published, updated, url,
                      language, machine_translated, partial, content_hash, since)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
READ_VERSION = """
SELECT a.id, v.version, a.kind, a.location, v.title, v.outlet, v.authors, v.published,
       v.updated, v.url, v.language, v.machine_translated, v.partial, v.content_hash
FROM versions v JOIN articles a ON a.id = v.article_id
"""
READ_PARAGRAPHS = "SELECT article_id, number, role, text, paragraphs.published FROM paragraphs"
ADD_CHUNK = """
INSERT INTO chunks (key, article_id, version, first, last, start, "end", context, text)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
READ_CHUNKS = """
SELECT key, article_id, version, first, last, start, "end", context, text FROM chunks
WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key, article_id, first, start
"""
ACTIVE_KEYS = "SELECT DISTINCT key FROM chunks WHERE key IN (SELECT value FROM json_each(?))"
OTHER_KEYS = """
SELECT DISTINCT key FROM chunks WHERE article_id NOT IN (SELECT value FROM json_each(?))
"""
READ_EMBEDDINGS = """
SELECT key, vector FROM embeddings WHERE model = ? AND key IN (SELECT value FROM json_each(?))
"""
UNREACHABLE_CHUNKS = """
SELECT count(*) FROM chunks c
LEFT JOIN versions v ON v.article_id = c.article_id AND v.version = c.version AND v.until IS NULL
LEFT JOIN paragraphs f ON f.article_id = c.article_id AND f.version = c.version
                      AND f.number = c.first
LEFT JOIN paragraphs l ON l.article_id = c.article_id AND l.version = c.version
                      AND l.number = c.last
WHERE v.version IS NULL OR f.number IS NULL OR l.number IS NULL
"""
INCOMPLETE_VERSIONS = """
SELECT count(*) FROM versions v WHERE (
    SELECT min(p.number) = 1 AND max(p.number) = count(*) FROM paragraphs p
    WHERE p.article_id = v.article_id AND p.version = v.version) IS NOT 1
"""
READ_VERSIONS = """
SELECT v.version, v.title, g.made_at, v.since, v.until IS NULL FROM versions v
JOIN generations g ON g.number = v.since WHERE v.article_id = ? ORDER BY v.version
"""
READ_REMOVALS = """
SELECT article_id, version, title, outlet, url, content_hash, removed_at, generation FROM removals
"""
NOT_SEEN_WHOLE = """
UPDATE sightings SET signature = ''
WHERE (kind, location) IN (SELECT kind, location FROM sightings WHERE article_id = ?)
"""
ADD_REMOVAL = """
INSERT INTO removals
SELECT ?, article_id, version, title, outlet, url, content_hash, ? FROM versions
WHERE article_id = ? AND until IS NULL
"""
READ_WATCHED = """
SELECT location, overrides, since, looked, succeeded, error, failures, rests_until, follow_links
FROM watched ORDER BY location
"""
READ_SIGHTINGS = """
SELECT kind, location, signature, article_id, content_hash, document, is_own FROM sightings
"""
UNSEEN = """
SELECT article_id, title FROM versions
WHERE until IS NULL AND article_id IN (SELECT value FROM json_each(?))
  AND article_id NOT IN (SELECT article_id FROM sightings)
  AND article_id NOT IN (SELECT article_id FROM gone)
ORDER BY title, article_id
"""
NEWEST_MODEL = "(SELECT model FROM generations ORDER BY number DESC LIMIT 1)"
FORGET_UNUSED_EMBEDDINGS = f"""
DELETE FROM embeddings
WHERE NOT (model = {NEWEST_MODEL} AND key IN (SELECT key FROM chunks))
  AND NOT (model IN (SELECT value FROM meta WHERE name = 'draft model')
           AND key IN (SELECT key FROM draft))
"""  # noqa: S608 - nothing in it is anybody's
NEXT_GENERATION = f"""
INSERT INTO generations SELECT max(number) + 1, ?, ?, {NEWEST_MODEL} FROM generations
RETURNING number
"""  # noqa: S608 - nothing in it is anybody's
WRONG_EMBEDDINGS = "SELECT count(*) FROM embeddings WHERE length(vector) <> ?"
TABLES_THERE = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
CURRENT_BODY = """
SELECT number, text FROM paragraphs JOIN versions v USING (article_id, version)
WHERE article_id = ? AND v.until IS NULL AND role = ? ORDER BY number
"""
CURRENT_PARAGRAPH = """
SELECT text FROM paragraphs JOIN versions v USING (article_id, version)
WHERE article_id = ? AND v.until IS NULL AND number = ?
"""
SHARE_BANDS = """
SELECT wording FROM bands WHERE band IN (?, ?, ?, ?, ?, ?)
GROUP BY wording ORDER BY count(*) DESC, wording LIMIT ?
"""
COPIES_OF_PARAGRAPHS = """
WITH own AS (SELECT number, wording FROM printed
             WHERE article_id = ? AND number BETWEEN max(1, ?) AND ?),
     same AS (SELECT number, wording FROM own
              UNION SELECT own.number, alike.other FROM own JOIN alike USING (wording)),
     rare AS (SELECT * FROM same -- as in COPIES_OF_ARTICLE
              WHERE (SELECT count(*) FROM (SELECT 1 FROM printed p
                                           WHERE p.wording = same.wording LIMIT 201)) <= 200)
SELECT rare.number, v.article_id, v.version, v.title, v.outlet,
       coalesce(t.published, v.published), p.number,
       (SELECT min(since) FROM versions w WHERE w.article_id = v.article_id)
FROM rare JOIN printed p USING (wording)
          JOIN versions v ON v.article_id = p.article_id AND v.until IS NULL
          LEFT JOIN paragraphs t ON (t.article_id, t.version, t.number)
                                  = (v.article_id, v.version, p.number)
"""
COPIES_OF_ARTICLE = """
WITH own AS (SELECT number, wording, words FROM printed WHERE article_id = ?1),
     same AS (SELECT number, wording, words FROM own
              UNION SELECT own.number, alike.other, own.words FROM own JOIN alike USING (wording)),
     rare AS (SELECT * FROM same -- what more than 200 print is on every page, and nobody's text
              WHERE (SELECT count(*) FROM (SELECT 1 FROM printed p
                                           WHERE p.wording = same.wording LIMIT 201)) <= 200),
     theirs AS (SELECT DISTINCT p.article_id AS name, rare.number, rare.words
                FROM rare JOIN printed p
                  ON p.wording = rare.wording AND (p.number = 0) = (rare.number = 0)),
     shared AS (SELECT name, max(number = 0) AS is_whole,
                       sum(iif(number = 0, 0, words)) AS words FROM theirs GROUP BY name)
SELECT v.article_id, v.version, v.title, v.outlet, v.published, 0,
       (SELECT min(since) FROM versions w WHERE w.article_id = v.article_id)
FROM shared JOIN printed p ON p.article_id = shared.name AND p.number = 0
            JOIN own ON own.number = 0
            JOIN versions v ON v.article_id = shared.name AND v.until IS NULL
WHERE is_whole OR shared.words >= ?2 * min(p.words, own.words)
"""
UNREACHABLE_TEXTS = """
SELECT count(*) FROM printed t
LEFT JOIN versions v ON v.article_id = t.article_id AND v.until IS NULL
LEFT JOIN paragraphs p ON p.article_id = t.article_id AND p.version = v.version
                      AND p.number = t.number
WHERE v.version IS NULL OR (p.number IS NULL AND t.number > 0)
"""
