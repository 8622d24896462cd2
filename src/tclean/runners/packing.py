"""Packed files read as streams. One cut short or damaged gives what can be had of it, then an error, never silence."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from pathlib import PurePath
from typing import IO, Any

from tclean.core.errors import InputError

CHUNK = 1 << 13  # packed bytes at a time: a bomb may hold thirty thousand times as many


def open_input(path: str) -> IO[bytes]:
    """A file for reading, unpacked when its name ends in .gz or .zst.

    Reading raises `OSError` where the data are damaged and `EOFError` where they stop too early.
    """
    suffix = PurePath(path).suffix
    if suffix == ".gz":
        return io.BufferedReader(_Unpacked(path, lambda: zlib.decompressobj(wbits=31), zlib.error))
    if suffix == ".zst":
        try:
            import zstandard
        except ImportError as error:
            raise InputError("reading .zst needs one more package: pip install 'tclean[zstd]'", path=path) from error
        unpacker = zstandard.ZstdDecompressor()
        return io.BufferedReader(_Unpacked(path, unpacker.decompressobj, zstandard.ZstdError))
    return open(path, "rb")


class _Unpacked(io.RawIOBase):
    """One or more packed frames behind each other, as one stream."""

    def __init__(self, path: str, frame: Callable[[], Any], damage: type[Exception]) -> None:
        self._file = open(path, "rb")  # noqa: SIM115 - closed with this object
        self._next_frame = frame
        self._damage = damage
        self._frame: Any = None
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            packed = self._frame.unused_data.lstrip(b"\0") if self._frame and self._frame.eof else b""
            packed = packed or self._file.read(CHUNK)
            if not packed and self._frame and not self._frame.eof:
                raise EOFError("it ends in the middle; it was cut short")
            if not packed:
                return 0
            if self._frame is None or self._frame.eof:
                self._frame = self._next_frame()
            try:
                self._ready = memoryview(self._frame.decompress(packed))
            except self._damage as error:
                raise OSError(str(error)) from error
        size = min(len(buffer), len(self._ready))
        buffer[:size], self._ready = self._ready[:size], self._ready[size:]
        return size

    def close(self) -> None:
        self._file.close()
        super().close()
