"""The network: one encoder, and a small head for each thing a word is asked.

The encoder is MiniLM (Wang et al. 2020, https://arxiv.org/abs/2002.10957), the shape of each word added to
what it reads. A word's vector is that of its first piece. Heads and their arcs: Dozat and Manning 2017,
https://arxiv.org/abs/1611.01734, within one sentence, a root being a word that chooses itself.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional
from windows import CORPORA, MISSING, Batch

from kg.pieces import SHAPES

ARC, LABEL, NAME = 256, 96, 192
MASK, MASKED = 103, 0.1
"""The number of `[MASK]` among the pieces, and the share of pieces hidden behind it in training."""


class Encoder(nn.Module):
    """Pieces and shapes (windows, pieces) → vectors of pieces (windows, pieces, width).

    `numbers` says where the encoder keeps each piece, if its vocabulary is in another order than ours.
    """

    def __init__(self, bert: nn.Module, numbers: Tensor | None = None) -> None:
        super().__init__()
        self.bert, self.width = bert, bert.config.hidden_size
        self.shape = nn.Embedding(2 * len(SHAPES), self.width)
        self.register_buffer("numbers", numbers, persistent=False)
        nn.init.normal_(self.shape.weight, std=0.01)

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        own = pieces if self.numbers is None else self.numbers[pieces]
        read = self.bert.embeddings.word_embeddings(own) + self.shape(shapes)
        return self.bert(inputs_embeds=read, attention_mask=mask).last_hidden_state


class Heads(nn.Module):
    """Vectors of words → scores for each task."""

    def __init__(self, sizes: dict[str, int], width: int) -> None:
        super().__init__()
        self.start = nn.Linear(width, 2)
        self.tag = nn.Linear(width, sizes["tag"])
        self.morph = nn.Linear(width, sizes["morph"])
        self.lemma = nn.Linear(width, sizes["lemma"])
        self.name = nn.Linear(width, NAME)
        self.corpus = nn.Embedding(len(CORPORA), NAME)
        nn.init.zeros_(self.corpus.weight)
        self.entity = nn.Linear(NAME, sizes["entity"])
        self.arc_child, self.arc_head = nn.Linear(width, ARC), nn.Linear(width, ARC)
        self.label_child, self.label_head = nn.Linear(width, LABEL), nn.Linear(width, LABEL)
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.root = nn.Linear(ARC, 1)
        self.label = nn.Parameter(torch.zeros(sizes["label"], LABEL + 1, LABEL + 1))
        nn.init.normal_(self.arc, std=0.02)
        nn.init.normal_(self.label, std=0.02)
        self.drop, self.drop_wide = nn.Dropout(0.1), nn.Dropout(0.33)

    def arcs(self, vectors: Tensor, sentences: Tensor) -> Tensor:
        """Scores (windows, children, heads); the diagonal is the score of being a root."""
        child = self.drop_wide(functional.gelu(self.arc_child(vectors)))
        head = self.drop_wide(functional.gelu(self.arc_head(vectors)))
        scores = with_one(child) @ self.arc @ head.transpose(1, 2)
        eye = torch.eye(scores.shape[1], dtype=torch.bool)
        scores = torch.where(eye, self.root(child), scores)
        apart = sentences.unsqueeze(2) != sentences.unsqueeze(1)
        return scores.masked_fill(apart, -1e9)

    def labels(self, vectors: Tensor, heads: Tensor) -> Tensor:
        """Scores (windows, words, labels) of the relation of each word to the head that is given."""
        child = self.drop_wide(functional.gelu(self.label_child(vectors)))
        head = self.drop_wide(functional.gelu(self.label_head(vectors)))
        chosen = head.gather(1, heads.clamp(min=0).unsqueeze(2).expand_as(head))
        return torch.einsum("bni,lij,bnj->bnl", with_one(child), self.label, with_one(chosen))

    def names(self, vectors: Tensor, corpus: Tensor) -> Tensor:
        """Scores (windows, words, tags), spoken as the corpus would."""
        hidden = self.name(vectors) + self.corpus(corpus).unsqueeze(1)
        return self.entity(self.drop(functional.gelu(hidden)))


def with_one(vectors: Tensor) -> Tensor:
    """The vectors with a 1 at their end, for a bias."""
    return torch.cat([vectors, vectors.new_ones(*vectors.shape[:-1], 1)], -1)


class Network(nn.Module):
    """The encoder and the heads."""

    def __init__(self, encoder: Encoder, sizes: dict[str, int]) -> None:
        super().__init__()
        self.encoder, self.heads = encoder, Heads(sizes, encoder.width)

    def vectors(self, batch: Batch) -> Tensor:
        """The vectors of words (windows, words, width)."""
        pieces = batch.pieces
        if self.training:
            hidden = (torch.rand(pieces.shape) < MASKED) & (pieces > MASK)
            pieces = torch.where(hidden, MASK, pieces)
        with torch.autocast("cpu", torch.bfloat16):
            encoded = self.encoder(pieces, batch.shapes, (pieces != 0).long())
        firsts = batch.firsts.unsqueeze(2).expand(-1, -1, self.encoder.width)
        return encoded.float().gather(1, firsts)

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """The cross entropy of each task, a mean over the words that are asked."""
        vectors = self.vectors(batch)
        dropped = self.heads.drop(vectors)
        scores = {
            "start": (self.heads.start(dropped), batch.starts),
            "tag": (self.heads.tag(dropped), batch.labels["tag"]),
            "morph": (self.heads.morph(dropped), batch.labels["morph"]),
            "lemma": (self.heads.lemma(dropped), batch.labels["lemma"]),
            "entity": (self.heads.names(dropped, batch.corpus), batch.labels["entity"]),
        }
        if (batch.heads != MISSING).any():
            scores["arc"] = (self.heads.arcs(dropped, batch.sentences), batch.heads)
            scores["label"] = (self.heads.labels(dropped, batch.heads), batch.labels["label"])
        return {task: mean_loss(*pair) for task, pair in scores.items()}


def mean_loss(scores: Tensor, wanted: Tensor) -> Tensor:
    """The mean over what is asked; nothing where nothing is."""
    total = functional.cross_entropy(
        scores.flatten(0, 1), wanted.flatten(), ignore_index=MISSING, reduction="sum"
    )
    return total / (wanted != MISSING).sum().clamp(min=1)
