"""Ways to find people by name on a PostgreSQL without extensions, side by side: which one search is built on.

Run: ./kortisto bench search [PEOPLE]. Invents people, loads them by COPY on a server of its own, and prints for each
way the size of its index, the time to load, and per question the median and 95th percentile in milliseconds, in SQL.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "bench")]

import django  # noqa: E402 - the path is set above
import psycopg  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kortisto.config.settings")
django.setup()

from _people import people  # noqa: E402

from kortisto.lib.text_keys import fold, search_words, typo_keys  # noqa: E402
from tests.support.postgres import server_for_tests  # noqa: E402

MOST = 100
ROUNDS = 60
SLOW = 10_000  # milliseconds, after which a way has been asked often enough
QUESTIONS = {
    "common beginning": ["virt", "mäk", "niem", "kosk", "leht"],
    "two beginnings": ["mai vir", "pek mäk", "anna ni", "juk kor", "ti leh"],
    "whole name": ["virtanen maija", "pekka mäkelä", "anna nieminen", "jukka korhonen", "liisa salo"],
    "nobody": ["xyzzy", "maija xyzzy", "qqqq virtanen", "abcdefgh", "zz zz"],
    "typing error": ["virtannen maija", "makkela pekka", "niemnien anna", "korhoenn jukka", "sallonen lisa"],
}

TABLES = """
create table words (word text collate "C", person uuid);
create table vectors (person uuid primary key, keys tsvector);
create table trigrams (person uuid primary key, name text, grams text[]);
create table lexicon (word text collate "C" primary key);
create table typos (key text collate "C", word text collate "C");
"""
INDEXES = {
    "words": "create index words_word on words (word, person); create index words_person on words (person, word)",
    "vectors": "create index vectors_keys on vectors using gin (keys) with (fastupdate = off)",
    "trigrams": "create index trigrams_grams on trigrams using gin (grams) with (fastupdate = off)",
    "lexicon": "create index typos_key on typos (key, word)",
}


def grams(text: str) -> list[str]:
    return sorted({f"  {word} "[at : at + 3] for word in search_words(text) for at in range(len(word) + 1)})


def load(connection: psycopg.Connection, number: int) -> None:
    rows = [(UUID(int=place + 1), f"{one.first_name} {one.last_name}") for place, one in enumerate(people(number, 0))]
    words = {person: search_words(name) for person, name in rows}
    every = sorted({word for found in words.values() for word in found})
    copies: dict[str, tuple[str, object]] = {
        "words": ("words (word, person)", ((word, p) for p, found in words.items() for word in found)),
        "vectors": ("vectors (person, keys)", (
            (p, " ".join(f"'{key}'" for word in found for key in [word, *(f"~{k}" for k in typo_keys(word))]))
            for p, found in words.items())),
        "trigrams": ("trigrams (person, name, grams)", ((p, fold(name), grams(name)) for p, name in rows)),
        "lexicon": ("lexicon (word)", ((word,) for word in every)),
        "typos": ("typos (key, word)", ((key, word) for word in every for key in typo_keys(word))),
    }  # fmt: skip
    connection.execute(TABLES)
    for name, (target, lines) in copies.items():
        start = perf_counter()
        with connection.cursor().copy(f"copy {target} from stdin") as copy:
            for line in lines:  # type: ignore[attr-defined]
                copy.write_row(line)
        loaded, start = perf_counter() - start, perf_counter()
        if name in INDEXES:
            connection.execute(INDEXES[name])
        connection.execute(f"analyze {name}")
        sizes = "select pg_table_size(%s) / 1048576, pg_indexes_size(%s) / 1048576"
        table, index = connection.execute(sizes, (name, name)).fetchone() or (0, 0)
        print(f"{name:<10} loaded {loaded:6.1f} s, index {perf_counter() - start:6.1f} s, {table:>5} + {index:>4} MB")


def by_words(connection: psycopg.Connection, text: str) -> list[UUID]:
    first, *others = sorted(search_words(text), key=len, reverse=True)
    sql = "select person from words w where word >= %s and word < %s"
    values: list[object] = [first, first + "\U0010ffff"]
    for other in others:
        sql += " and exists (select from words o where o.person = w.person and o.word >= %s and o.word < %s)"
        values += [other, other + "\U0010ffff"]
    return [row[0] for row in connection.execute(f"{sql} limit {MOST}", values)]


def by_vectors(connection: psycopg.Connection, text: str) -> list[UUID]:
    query = " & ".join(f"'{word}':*" for word in search_words(text))
    sql = f"select person from vectors where keys @@ %s::tsquery limit {MOST}"
    found = connection.execute(sql, (query,)).fetchall()
    if not found:
        forgiving = " & ".join(
            "(" + " | ".join([f"'{word}':*", *(f"'~{key}'" for key in typo_keys(word))]) + ")"
            for word in search_words(text)
        )
        found = connection.execute(sql, (forgiving,)).fetchall()
    return [row[0] for row in found]


def by_trigrams(connection: psycopg.Connection, text: str) -> list[UUID]:
    wanted = [gram for gram in grams(text) if not gram.endswith(" ")]
    found = connection.execute(f"select person from trigrams where grams @> %s limit {MOST}", (wanted,)).fetchall()
    if not found:
        sql = """select person from trigrams, lateral (select count(*) from unnest(grams) g where g = any(%s)) n
                 where grams && %s order by n.count desc limit 100"""
        found = connection.execute(sql, (wanted, wanted)).fetchall()
    return [row[0] for row in found]


def by_lexicon(connection: psycopg.Connection, text: str) -> list[UUID]:
    found = by_words(connection, text)
    if found:
        return found
    sql = "select person from (values (1)) v, lateral (select person from words where word = any(%s)) w where true"
    values: list[object] = []
    for word in search_words(text):
        spelled = connection.execute(
            "select distinct word from typos where key = any(%s)", (typo_keys(word) or [word],)
        )
        words = [row[0] for row in spelled] or [word]
        if values:
            sql += " and exists (select from words o where o.person = w.person and o.word = any(%s))"
        values.append(words)
    return [row[0] for row in connection.execute(f"{sql} limit {MOST}", values)]


WAYS = {
    "word rows": by_words, "word rows + lexicon": by_lexicon, "text search keys": by_vectors, "trigrams": by_trigrams,
}  # fmt: skip


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with (
        server_for_tests(f"bench-search-{os.getpid()}") as server,
        psycopg.connect(server.owner_dsn, autocommit=True) as connection,
    ):
        connection.execute("set enable_seqscan = off; set jit = off")
        load(connection, number)
        connection.execute("vacuum")
        print(f"\n{number:,} people{'':<14} {'way':<20} {'p50 ms':>8} {'p95 ms':>8} {'found':>6}")
        for title, texts in QUESTIONS.items():
            for name, way in WAYS.items():
                taken, found = [], 0
                for turn in range(ROUNDS):
                    if sum(taken) > SLOW and len(taken) >= len(texts):
                        break
                    start = perf_counter()
                    found += len(way(connection, texts[turn % len(texts)]))
                    taken.append((perf_counter() - start) * 1000)
                print(f"{title:<25} {name:<20} {median(taken):>8.2f} {quantiles(taken, n=20)[-1]:>8.2f}"
                      f" {found / len(taken):>6.0f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
