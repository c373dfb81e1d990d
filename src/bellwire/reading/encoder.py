"""What a small language model makes of an article: which kinds it tells of, in which words, and how.

The model (docs/encoder.md) is a file of weights, run by ONNX Runtime on one thread: the same text gives the same
numbers. Nothing is learned here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

Scores = npt.NDArray[np.float64]

#: Wordpieces read at a time, the headline's first, and how often at most: what stands later in an article is not seen.
LONGEST, WINDOWS = 256, 8
HEADLINE, BODY = 0, 1
#: Two steps that the runtime would make one: on one thread that one takes longer than both.
SLOWER = "SkipLayerNormFusion"
#: Exact sums where a processor has none of its own for signed by unsigned bytes (AVX2): the quick ones overflow there,
#: and the same text would be read otherwise, and worse, than on other machines.
EXACT = "session.x64quantprecision"
#: A wordpiece's text (HEADLINE, BODY, or -1 for a mark of the model's own), start and end there.
Span = tuple[int, int, int]


def encoded(words: Tokenizer, headline: str, body: str, longest: int = LONGEST) -> tuple[list[int], list[Span]]:
    """The first wordpieces of an article as numbers, and where each stands."""
    one = words.encode(headline[: longest * 12], body[: longest * 12])
    parts = [-1 if part is None else part for part in one.sequence_ids]
    spans = [(part, start, end) for part, (start, end) in zip(parts, one.offsets, strict=True)]
    return one.ids[:longest], spans[:longest]


@dataclass(frozen=True, slots=True)
class Said:
    """What the model says, as log odds. `kinds`: of each kind; `statuses`: of each status, given the kind;
    `rings`: that a desk wants that kind's event; `alert`: that it wants the article; `directions`: one score each.

    `words`: per wordpiece one score for no event and each kind; `moods`: per wordpiece one for each status.
    """

    kinds: Scores
    statuses: Scores
    rings: Scores
    alert: float
    directions: Scores
    words: Scores
    moods: Scores
    spans: Sequence[Span]
    _starts: dict[tuple[int, int], int] = field(default_factory=dict)

    def at(self, field: str, start: int) -> int | None:
        """The wordpiece that starts at an offset of a clean text; None where none was read."""
        if not self._starts:
            self._starts.update({(part, begin): n for n, (part, begin, _) in enumerate(self.spans) if part >= 0})
        return self._starts.get((HEADLINE if field == "headline" else BODY, start))

    def tells(self, at: int) -> bool:
        """Whether a wordpiece is likelier to tell an event than not."""
        return bool(np.exp(self.words[at, 1:] - self.words[at, 0]).sum() > 1)

    def hears(self, field: str, start: int) -> bool:
        """Whether the word that starts at an offset of a clean text was read and tells an event."""
        at = self.at(field, start)
        return at is not None and self.tells(at)

    def telling(self) -> list[Span]:
        """Where the wordpieces stand that are likelier to tell an event than not."""
        told = np.flatnonzero(np.exp(self.words[:, 1:] - self.words[:, :1]).sum(axis=1) > 1)
        return [self.spans[at] for at in told.tolist() if self.spans[at][0] >= 0]


class Encoder:
    """The loaded model. Holds no state: the same text gives the same answer, alone or among others."""

    def __init__(self, model: bytes, words: bytes) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry(EXACT, "1")
        session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"], disabled_optimizers=[SLOWER]
        )
        self._run = session.run
        self._words = Tokenizer.from_buffer(words)
        self._words.no_padding()
        self._words.no_truncation()

    def __call__(self, headline: str, body: str) -> Said:
        """What the model says of an article's clean texts: of a long one in windows, each read for itself."""
        first = self._window(headline, body, 0)
        found = [first]
        while len(found) < WINDOWS and (start := _next(found[-1], body)) < len(body):
            found.append(self._window("", body, start))
        return joined(found) if len(found) > 1 else first

    def _window(self, headline: str, body: str, start: int) -> Said:
        ids, spans = encoded(self._words, headline, body[start:])
        row = np.array([ids], dtype=np.int64)
        answers = self._run(None, {"ids": row})
        moved = [(part, a + start, b + start) if part == BODY else (part, a, b) for part, a, b in spans]
        return _said([one[0] for one in answers], moved)

    def said(self, answers: Sequence[npt.NDArray[np.float32]], headline: str, body: str) -> Said:
        """Answers that were kept, on clean texts, in the order in which the model gives them."""
        return _said(answers, encoded(self._words, headline, body, len(answers[0]))[1])


def _said(answers: Sequence[npt.NDArray[np.float32]], spans: Sequence[Span]) -> Said:
    words, moods, kinds, statuses, rings, whole = (np.asarray(one, dtype=np.float64) for one in answers)
    return Said(kinds, statuses, rings, float(whole[0]), whole[1:], words, moods, spans)


def _next(said: Said, body: str) -> int:
    """Where the next window starts: after the last sentence that was read whole, or where reading stopped."""
    ends = [end for part, _, end in said.spans if part == BODY]
    if not ends or ends[-1] >= len(body.rstrip()):
        return len(body)
    starts = [start for part, start, _ in said.spans if part == BODY]
    whole = max(body.rfind(mark, starts[len(starts) // 2], ends[-1]) + 1 for mark in (". ", "\n"))
    return whole or ends[-1]


def joined(windows: Sequence[Said]) -> Said:
    """The windows of one article as one: of each kind what the window says that tells it most clearly, of the article
    as a whole what its beginning says."""
    first = windows[0]
    kinds = np.array([one.kinds for one in windows])
    clearest = kinds.argmax(axis=0)
    each = range(kinds.shape[1])
    return Said(
        kinds.max(axis=0),
        np.array([windows[clearest[kind]].statuses[kind] for kind in each]),
        np.array([windows[clearest[kind]].rings[kind] for kind in each]),
        first.alert,
        first.directions,
        np.concatenate([one.words for one in windows]),
        np.concatenate([one.moods for one in windows]),
        [span for one in windows for span in one.spans],
    )
