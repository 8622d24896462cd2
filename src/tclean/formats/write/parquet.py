"""Parquet: the segments of a run as one table, for data tools (needs the extra `parquet`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import IO, Any

import orjson

from tclean.core.errors import UsageError

_ROWS = 10_000  # a row group


def parquet(segments: Iterable[Mapping[str, Any]], target: str | IO[bytes]) -> int:
    """Write segment records to a Parquet file; edits stay whole as JSON. Returns the number of rows.

    Raises `UsageError` when pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise UsageError("writing Parquet needs pyarrow: pip install 'tclean[parquet]'") from error
    text, number, real = pa.string(), pa.int64(), pa.float64()
    columns = {
        "doc_id": text, "index": number, "kind": text, "speaker": text, "role": text, "confidence": real, "text": text,
        "span_start": number, "span_end": number, "time_start": real, "time_end": real, "flags": pa.list_(text),
        "edits": text, "duplicate_of": text,
    }  # fmt: skip
    schema = pa.schema(list(columns.items()))
    rows = iter(segments)
    count = 0
    with pq.ParquetWriter(target, schema, compression="zstd") as file:
        while batch := [_row(s) for s in islice(rows, _ROWS)]:
            file.write_table(pa.Table.from_pylist(batch, schema))
            count += len(batch)
    return count


def _row(segment: Mapping[str, Any]) -> dict[str, Any]:
    speaker, time = segment.get("speaker") or {}, segment.get("time") or {}
    duplicate = segment.get("duplicate_of")
    return {
        "doc_id": segment["doc_id"],
        "index": segment["index"],
        "kind": segment["kind"],
        "speaker": speaker.get("name"),
        "role": speaker.get("role"),
        "confidence": speaker.get("confidence"),
        "text": segment["text"],
        "span_start": segment["span"][0],
        "span_end": segment["span"][1],
        "time_start": time.get("start"),
        "time_end": time.get("end"),
        "flags": segment["flags"],
        "edits": orjson.dumps(segment["edits"]).decode("utf-8"),
        "duplicate_of": None if duplicate is None else orjson.dumps(duplicate).decode("utf-8"),
    }
