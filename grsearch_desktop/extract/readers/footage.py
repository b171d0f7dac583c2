"""Films and sound opened by PyAV: what they hold, what they say of themselves, and their frames."""

from collections.abc import Generator, Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import chain, islice
from types import TracebackType
from typing import Any, Self

import av
import av.logging
from av.error import FFmpegError
from av.stream import Discard, Disposition
from PIL import Image

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.readers.moments import MOST, Moments
from grsearch_desktop.extract.readers.source import Source

FAILURES = (FFmpegError, ValueError, OSError, EOFError, OverflowError, TypeError, IndexError)
"""What PyAV raises on broken files."""
_FORMS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpeg,mpegts,mpegvideo,h264,hevc,m4v,asf,ogg,flv,"
    "dv,mxf,rm,ivf,nut,mp3,flac,wav,w64,aiff,aac,au,caf,amr,ape,wv,tta,dsf"
)
"""The formats that are opened. Playlists are none of them: they name other files to be read."""
_MOST_PIXELS = 1 << 26
"""Of one frame: 8,192 x 8,192. A decoder holds several."""
_BUFFER = 1 << 18
_SMALL = 64 << 20
"""Bytes up to which a film without an index is read through: winding it is a matter of luck."""
_TICK = 0.01
"""Seconds."""
_TRIED = 2_000
"""Packets in which a key frame must be found after a seek."""
_LONG_AGO = 20.0
"""Seconds: programs that record a screen, or a picture every some seconds, set few key frames."""
_MOST_DECODED = 300
"""Frames that are decoded for the sake of one."""
_SCANNED = 512 << 20
"""Bytes that are read to learn how long a film without a length is."""
_TURNS = {
    90: Image.Transpose.ROTATE_90,
    -90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    -180: Image.Transpose.ROTATE_180,
}

av.logging.set_level(None)
av.logging.set_libav_level(av.logging.PANIC)


class Footage:
    """An opened film. Raises UnreadableFileError where it can't be opened."""

    def __init__(self, source: Source) -> None:
        self._source = source
        try:
            self._container: Any = av.open(
                source.open(),
                metadata_errors="replace",
                buffer_size=_BUFFER,
                options={"format_whitelist": _FORMS, "protocol_whitelist": "none"},
            )
        except MemoryError:
            raise
        except FAILURES as error:
            raise UnreadableFileError(reasons.DAMAGED_OR_STRANGE) from error
        self.video: Any = self._film_stream()
        """The film among the streams; None where there is none, but sound or a cover."""
        self.moments = Moments(self._duration())
        self._reads_on = source.size <= _SMALL and not self._has_index()
        """Whether frames are looked for one after the other, and the film is not wound."""
        self._ahead: Iterator[Any] | None = None
        self._waiting: Any | None = None
        """The key frame that was read last, which may belong to a later moment."""
        self._decoded: Generator[Any] | None = None
        """Frames, one after the other, where there are few and key frames are far apart."""
        self._last: Any | None = None

    @property
    def can_be_seen(self) -> bool:
        """Whether there is a decoder for its pictures."""
        return self.video is not None and self.video.codec_context is not None

    @property
    def metadata(self) -> dict[str, str]:
        """What is told of the whole; keys in lower case."""
        told = dict(self._container.metadata)
        if self._container.format.name == "ogg":
            for stream in self._container.streams:
                told = {**stream.metadata, **told}
        return {key.lower(): value for key, value in told.items()}

    @property
    def chapters(self) -> list[tuple[float, str]]:
        """Where each begins, in seconds, and its title."""
        found = []
        for chapter in self._container.chapters():
            title = chapter["metadata"].get("title", "")
            found.append((float(chapter["start"] * (chapter["time_base"] or 0)), title))
        return found

    def subtitles(self) -> Iterator[tuple[float, str]]:
        """What is said when, in seconds, from all tracks that are text, in the order of the file.

        Nothing is decoded but these tracks; of a film with an index nothing else is even read.
        """
        tracks = [stream for stream in self._container.streams.subtitles if stream.codec_context]
        if not tracks:
            return
        self._discard_all_but(tracks)
        for packet in self._packets(tracks):
            if not packet.size or packet.pts is None:
                continue
            with suppress(*FAILURES):
                rects = packet.decode()
                said = [rect.dialogue for rect in rects if hasattr(rect, "dialogue")]
                words = b"\n".join(said).decode("utf-8", "replace")
                yield float(packet.pts * packet.time_base) - self._start, words

    def frame(self, page: int) -> Any | None:
        """The key frame that stands for a moment; None where there is none that can be decoded.

        Ask for one page after the other: where a film can't be wound, it is read on.
        """
        self._discard_all_but([self.video])
        start, end = self.moments.start(page), self.moments.start(page) + self.moments.step
        with suppress(*FAILURES):
            if self._decoded is not None and (frame := self._decode_on(page)) is not None:
                return frame
            packet = self._next_key_packet(start, end) if self._reads_on else self._wound(page)
            if packet is None or not self._fits():
                return None
            if self._is_far(packet, start):
                self._decoded = self._decode_from(packet)
                return self._decode_on(page)
            context = self.video.codec_context
            # A decoder keeps frames back to sort them: the end of all input draws this one out.
            frames = context.decode(packet) or context.decode(None)
            context.flush_buffers()
            return frames[0] if frames else None
        return None

    def picture(self, frame: Any, long_side: int) -> Image.Image:
        """A frame as it is to be seen: upright, its pixels square, `long_side` pixels or less."""
        ratio = self.video.sample_aspect_ratio or Fraction(1)
        wide = frame.width * float(ratio if Fraction(1, 4) <= ratio <= 4 else 1)
        factor = min(1.0, long_side / max(wide, frame.height))
        width, height = max(1, round(wide * factor)), max(1, round(frame.height * factor))
        image: Image.Image = frame.to_image(width=width, height=height)
        turn = _TURNS.get(round(frame.rotation / 90) * 90)
        return image if turn is None else image.transpose(turn)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._container.close()

    @property
    def _start(self) -> float:
        return (self._container.start_time or 0) / 1e6

    @property
    def _rate(self) -> float:
        """Frames a second, on the average."""
        return float(self.video.average_rate or self.video.guessed_rate or 25)

    def _has_index(self) -> bool:
        is_able = self._container.format.name.split(",")[0] in ("mov", "matroska", "avi")
        return is_able and self.video is not None and len(self.video.index_entries) > 0

    def _film_stream(self) -> Any | None:
        for stream in self._container.streams.video:
            if not stream.disposition & Disposition.attached_pic:
                if (context := stream.codec_context) is not None:
                    context.thread_count = 1
                    context.skip_frame = "NONKEY"
                return stream
        return None

    def _duration(self) -> float:
        if self._container.duration:
            return max(self._container.duration / 1e6, 0.0)
        if self.video is None:
            return 0.0
        if self.video.duration:
            return max(float(self.video.duration * self.video.time_base), 0.0)
        return self._scanned_duration()

    def _scanned_duration(self) -> float:
        """What browsers record has no length in its header."""
        last = 0.0
        for packet in self._packets([self.video]):
            if packet.pts is not None:
                last = max(last, float(packet.pts * packet.time_base) - self._start)
            if (packet.pos or 0) > _SCANNED:
                break
        with suppress(*FAILURES):
            self._container.seek(0)
        return last

    def _wound(self, page: int) -> Any | None:
        """The last key frame before a moment's middle; if that is not in it, before its end."""
        start, end = self.moments.start(page), self.moments.start(page) + self.moments.step
        packet = self._key_packet(self.moments.middle(page))
        if packet is not None and self._time_of(packet) < start:
            packet = self._key_packet(end - _TICK) or packet
        if self._reads_on:
            packet = self._next_key_packet(start, end)
        return packet

    def _key_packet(self, seconds: float) -> Any | None:
        """The key frame before a point in time, to which the film is wound."""
        if not self._wind(seconds):
            self._reads_on = True
            return None
        for packet in islice(self._packets([self.video]), _TRIED):
            if packet.size and packet.is_keyframe:
                return packet
        return None

    def _is_far(self, packet: Any, start: float) -> bool:
        """Whether a key frame is from long ago, in a film with few frames in all that time."""
        gap = start - self._time_of(packet)
        return not self._reads_on and gap > _LONG_AGO and gap * self._rate <= _MOST_DECODED

    def _decode_on(self, page: int) -> Any | None:
        """The frame in the middle of a moment, decoded from those before; None if it is too far."""
        assert self._decoded is not None
        for frame in islice(self._decoded, _MOST_DECODED):
            last, self._last = self._last, frame
            if last is not None and self._time_of(frame) > self.moments.middle(page):
                return last
        self._decoded.close()
        self._decoded, last, self._last = None, self._last, None
        return (
            last if last is not None and self._time_of(last) >= self.moments.start(page) else None
        )

    def _decode_from(self, packet: Any) -> Generator[Any]:
        """All frames from a key frame on that was just read."""
        context = self.video.codec_context
        context.skip_frame = "DEFAULT"
        try:
            rest = islice(self._packets([self.video]), MOST * _MOST_DECODED)
            for following in chain((packet,), rest):
                yield from context.decode(following)
        finally:
            context.flush_buffers()
            context.skip_frame = "NONKEY"

    def _next_key_packet(self, start: float, end: float) -> Any | None:
        """The first key frame between two points in time, read on from the one before."""
        if self._ahead is None:
            self._ahead = self._packets([self.video])
        while self._waiting is None or self._time_of(self._waiting) < start:
            self._waiting = next(self._ahead, None)
            while self._waiting is not None and not self._waiting.is_keyframe:
                self._waiting = next(self._ahead, None)
            if self._waiting is None:
                return None
        return self._waiting if self._time_of(self._waiting) < end else None

    def _time_of(self, part: Any) -> float:
        """Of a packet or a frame, in seconds from the beginning; 0 where the file doesn't tell."""
        time = part.pts if part.pts is not None else part.dts
        return 0.0 if time is None else float(time * self.video.time_base) - self._start

    def _wind(self, seconds: float) -> bool:
        """Whether the film could be wound to the key frame before a point in time."""
        offset = int((seconds + self._start) / self.video.time_base)
        try:
            self._container.seek(offset, stream=self.video, backward=True)
        except FAILURES:
            return False
        return True

    def _packets(self, streams: list[Any]) -> Iterator[Any]:
        """The packets of some streams, up to where the file is broken."""
        try:
            yield from self._container.demux(*streams)
        except MemoryError:
            raise
        except FAILURES:
            return

    def _discard_all_but(self, streams: list[Any]) -> None:
        for stream in self._container.streams:
            stream.discard = Discard.default if stream in streams else Discard.all

    def _fits(self) -> bool:
        context = self.video.codec_context
        most = min(_MOST_PIXELS, self._source.limits.pixels)
        return bool(context.width * context.height <= most)
