#!/usr/bin/env python3
"""Teaches a small language model to read for events, and writes src/bellwire/reading/data/encoder.onnx: `make train`.

    scripts/train_encoder.py                  the mean of two, from the open part of every annotated set
    scripts/train_encoder.py --all            from all of it
    scripts/train_encoder.py --folds 3        what it says of texts it has not seen, for train_opinion.py, and no model

The base is bge-small-en-v1.5 (BAAI, MIT licence; docs/encoder.md), as a Maven artifact carries it. The labels are
those of ../shared/gold, and of our own texts (labels.py). Needs the extra `train`; takes about 100 minutes on two
cores.
"""

from __future__ import annotations

import argparse
import pickle
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits as yes_no
from torch.nn.functional import cross_entropy

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from encoder_net import Net, base_files, base_model  # noqa: E402
from encoder_texts import Text, gather  # noqa: E402

from bench.gold import is_blind  # noqa: E402

DATA = ROOT / "src/bellwire/reading/data"
#: The orders of chance in which the texts are taught. All nets begin alike, so that the mean of their weights is a net
#: too: one that has kept what they agree on.
ORDERS = (1, 2)
#: Passes over the texts (fewer for --folds), texts a step, how fast the base and the new layers learn.
PASSES, FOLD_PASSES, BATCH, RATE, NEW_RATE = 4, 3, 16, 8e-5, 1.6e-3
#: How much the statuses of words count beside the other answers.
MOOD_WORTH = 2


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


def fit(texts: Sequence[Text], kinds: int, base: bytes, passes: int, note: str, order: int = 1) -> Net:
    """A net taught on texts, in one of the orders of chance."""
    torch.manual_seed(1)
    net = Net(base_model(base), kinds)
    torch.manual_seed(order)
    chance = random.Random(order)
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


def mean_of(nets: Sequence[Net]) -> Net:
    """The net whose every weight is the mean of theirs."""
    stored = [net.state_dict() for net in nets]
    nets[0].load_state_dict({name: sum(one[name] for one in stored) / len(stored) for name in stored[0]})
    return nets[0]


class Alone(nn.Module):
    """A net that is asked of one text at a time: nothing is padded, and a mask would cost a third of its time."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        net.base.set_attn_implementation("eager")  # The other writes guards into the graph that cost as much.
        self.net = net

    def forward(self, ids: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """As Net.forward, of one text."""
        base = self.net.base
        return self.net.heads(base.encoder(base.embeddings(input_ids=ids)).last_hidden_state, None)


def export(net: Net, out: Path) -> None:
    """Writes the net as ONNX with signed bytes for weights."""
    with TemporaryDirectory() as work:
        plain = Path(work) / "plain.onnx"
        ids = torch.tensor([[101, 2023, 2003, 102]])
        names = ["words", "moods", "kinds", "statuses", "rings", "whole"]
        torch.onnx.export(
            Alone(net), (ids,), str(plain), input_names=["ids"], output_names=names,
            dynamic_axes={"ids": {1: "words"}}, dynamo=False, opset_version=17,
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
    nets = [fit(texts, len(kinds), base, PASSES, f"order {order} of {len(ORDERS)}", order) for order in ORDERS]
    export(mean_of(nets), args.out)
    args.out.with_suffix(".words.json").write_bytes(stored)
    print(f"{args.out.stat().st_size // 1024} kB", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
