"""Make a checkpoint of the pipeline that is shipped: `python training/restore.py`.

Writes `training/work/shipped.pt`, for `train.py --resume`. Weights of 8 bits become floats again; what names
say for each corpus but EWT is not shipped and begins anew.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy
import onnx
import spacy
import torch
from onnx import numpy_helper
from train import MINILM
from windows import CORPORA

from kg.heads import Head

DENSE = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
         "intermediate.dense", "output.dense")  # fmt: skip
"""The matrices of a layer in the order in which the encoder is written out."""


def encoder_of(model: bytes) -> dict[str, torch.Tensor]:
    """The weights of an encoder in ONNX with weights of 8 bits, by their names in `network.Encoder`."""
    stored = {i.name: numpy_helper.to_array(i) for i in onnx.load_model_from_string(model).graph.initializer}

    def whole(name: str) -> torch.Tensor:
        scale, zero = stored[f"{name}_scale"], stored[f"{name}_zero_point"].astype(numpy.float32)
        return torch.from_numpy((stored[f"{name}_quantized"].astype(numpy.float32) - zero) * scale)

    out = {name: torch.from_numpy(a.copy()) for name, a in stored.items() if name.startswith("encoder.bert.")
           and name.endswith((".weight", ".bias"))}  # fmt: skip
    matrices = sorted(
        n.removesuffix("_quantized") for n in stored if "MatMul" in n and n.endswith("_quantized")
    )
    for number, name in enumerate(sorted(matrices, key=lambda n: int(n.rpartition("_")[2]))):
        layer, part = divmod(number, len(DENSE))
        out[f"encoder.bert.encoder.layer.{layer}.{DENSE[part]}.weight"] = whole(name).T.contiguous()
    for name in ("bert.embeddings.word_embeddings", "bert.embeddings.position_embeddings", "shape"):
        out[f"encoder.{name}.weight"] = whole(f"encoder.{name}.weight")
    (kind,) = (name for name in stored if name.startswith("onnx::Add_"))
    out["encoder.bert.embeddings.token_type_embeddings.weight"] = torch.from_numpy(
        stored[kind].copy()
    ).expand(2, -1)
    return out


def heads_of(heads: dict[str, Head]) -> dict[str, torch.Tensor]:
    """The matrices of all components, by their names in `network.Heads`."""
    own = {
        "senter": "start",
        "tagger": "tag",
        "morphologizer": "morph",
        "lemmatizer": "lemma",
        "ner": "entity",
    }
    out: dict[str, numpy.ndarray] = {}
    for component, head in heads.items():
        for name, matrix in head.matrices.items():
            layer, _, kind = name.rpartition("_") if "_" in name else (own.get(component, ""), "", name)
            layer = {"hidden": "name"}.get(layer, layer)
            out[f"{layer}.{kind}" if layer else kind] = matrix.T if kind == "weight" else matrix
    out["label"] = (
        out["label"].reshape(out["label"].shape[0], len(heads["parser"].labels), -1).transpose(1, 0, 2)
    )
    out["corpus.weight"] = numpy.zeros((len(CORPORA), len(out["name.bias"])))
    return {
        f"heads.{n}": torch.tensor(numpy.ascontiguousarray(a), dtype=torch.float32) for n, a in out.items()
    }


def main() -> None:
    """Restore, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pipeline", type=Path, default=Path("kg/pipeline"))
    parser.add_argument("--out", type=Path, default=Path("training/work/shipped.pt"))
    arguments = parser.parse_args()
    nlp = spacy.load(arguments.pipeline)
    heads = {name: pipe for name, pipe in nlp.pipeline if isinstance(pipe, Head)}
    tasks = {
        "tagger": "tag",
        "morphologizer": "morph",
        "lemmatizer": "lemma",
        "ner": "entity",
        "parser": "label",
    }
    state = encoder_of(nlp.get_pipe("encoder").model) | heads_of(heads)
    labels = {task: list(heads[name].labels) for name, task in tasks.items()}
    stored = {"network": state, "labels": labels, "corpora": CORPORA, "encoder": str(MINILM)}
    torch.save(stored, arguments.out)


if __name__ == "__main__":
    main()
