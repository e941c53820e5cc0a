"""Write the trained network as a spaCy pipeline: `python training/export.py`; needs torch and onnx.

The encoder becomes ONNX with weights of 8 bits, the heads become matrices of half floats. `--float`
leaves the encoder as it was trained, to measure what 8 bits cost.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import numpy
import onnx
import torch
from network import Encoder, Network
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from tokens import blank_english
from train import MINILM
from transformers import BertConfig, BertModel
from verbs import verb_table

from kg.pieces import Pieces

META = {
    "name": "en_kg_news",
    "version": "0.4.0",
    "description": "English news: sentences, tags, morphology, lemmas, dependencies and names for kg",
    "author": "the kg authors",
    "license": "CC BY-SA 4.0",
    "sources": [
        {"name": "all-MiniLM-L6-v2, the encoder before training", "license": "Apache-2.0"},
        {"name": "UD English EWT 2.16", "license": "CC BY-SA 4.0"},
        {
            "name": "UD English GUM (genres with free texts)",
            "license": "annotation CC BY 4.0; texts CC BY, CC BY-SA",
        },
        {"name": "Universal NER, English EWT", "license": "CC BY-SA 4.0"},
        {"name": "WikiGold", "license": "CC BY 4.0"},
        {"name": "Groningen Meaning Bank, news", "license": "texts public domain; annotation terms unstated"},
    ],
}
DOCUMENTS = ("README.md", "LICENSE")
"""Files in the pipeline's folder that people write; a new build keeps them."""


def read_network(checkpoint: Path) -> tuple[Network, dict[str, list[str]]]:
    """The trained network and its labels."""
    stored = torch.load(checkpoint, weights_only=True)
    config = BertConfig.from_pretrained(MINILM, attn_implementation="eager")
    bert = BertModel(config, add_pooling_layer=False)
    network = Network(Encoder(bert), {task: len(names) for task, names in stored["labels"].items()})
    network.load_state_dict(stored["network"])
    return network.eval(), stored["labels"]


class Exported(torch.nn.Module):
    """The encoder written out plainly, operation by operation, so that the graph has nothing superfluous."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, pieces: torch.Tensor, shapes: torch.Tensor) -> torch.Tensor:
        bert = self.encoder.bert
        read = bert.embeddings
        places = torch.arange(pieces.shape[1]).unsqueeze(0)
        x = read.word_embeddings(pieces) + self.encoder.shape(shapes)
        x = read.LayerNorm(x + read.position_embeddings(places) + read.token_type_embeddings.weight[0])
        for layer in bert.encoder.layer:
            x = self.layer(layer, x)
        return x

    def layer(self, layer: Any, x: torch.Tensor) -> torch.Tensor:
        """One layer: attention over the window, then each word for itself."""
        ask = layer.attention.self
        heads, size = ask.num_attention_heads, ask.attention_head_size

        def split(y: torch.Tensor) -> torch.Tensor:
            return y.reshape(y.shape[0], y.shape[1], heads, size).transpose(1, 2)

        query, key, value = split(ask.query(x)), split(ask.key(x)), split(ask.value(x))
        weights = torch.softmax(query @ key.transpose(2, 3) / size**0.5, -1)
        mixed = (weights @ value).transpose(1, 2).reshape(x.shape[0], x.shape[1], self.encoder.width)
        x = layer.attention.output.LayerNorm(layer.attention.output.dense(mixed) + x)
        inner = torch.nn.functional.gelu(layer.intermediate.dense(x))
        return layer.output.LayerNorm(layer.output.dense(inner) + x)


def write_encoder(network: Network, out: Path, *, exact: bool) -> bytes:
    """The encoder in ONNX, with weights of 8 bits unless `exact`."""
    plain, cleaned, small = out / "encoder.onnx", out / "cleaned.onnx", out / "small.onnx"
    example = (torch.ones(2, 7, dtype=torch.long),) * 2
    axes = {0: "windows", 1: "pieces"}
    names = ["pieces", "shapes"]
    torch.onnx.export(
        Exported(network.encoder), example, str(plain), input_names=names, output_names=["vectors"],
        dynamic_axes={name: axes for name in (*names, "vectors")}, opset_version=17, dynamo=False,
    )  # fmt: skip
    if exact:
        return plain.read_bytes()
    quant_pre_process(str(plain), str(cleaned), skip_symbolic_shape=True)
    quantize_dynamic(str(cleaned), str(small), weight_type=QuantType.QInt8, per_channel=True)
    onnx.checker.check_model(str(small))
    return small.read_bytes()


def matrices_of(network: Network) -> dict[str, dict[str, numpy.ndarray]]:
    """The matrices of each component, by their names in `kg.heads`; names are spoken as EWT's."""
    heads = network.heads

    def linear(layer: torch.nn.Linear, name: str = "") -> dict[str, numpy.ndarray]:
        return {f"{name}weight": layer.weight.detach().numpy().T, f"{name}bias": layer.bias.detach().numpy()}

    parser = {"arc": heads.arc.detach().numpy()}
    for name in ("arc_child", "arc_head", "label_child", "label_head", "root"):
        parser |= linear(getattr(heads, name), f"{name}_")
    label = heads.label.detach().numpy()
    parser["label"] = label.transpose(1, 0, 2).reshape(label.shape[1], -1)
    ner = linear(heads.name, "hidden_") | linear(heads.entity)
    ner["hidden_bias"] = ner["hidden_bias"] + heads.corpus.weight[0].detach().numpy()
    return {
        "senter": linear(heads.start), "tagger": linear(heads.tag), "morphologizer": linear(heads.morph),
        "lemmatizer": linear(heads.lemma), "parser": parser, "ner": ner,
    }  # fmt: skip


def whole_words(pieces: Pieces) -> list[str]:
    """The pieces that are words, not parts of words, and the verbs."""
    words = {piece for piece in pieces.vocabulary if piece.isalpha() and piece.isascii() and len(piece) > 2}
    return sorted(words | set(verb_table().values()))


def save(nlp: Any, out: Path) -> None:
    """Write the pipeline beside `out` and rename it there, so that readers never see half of it."""
    beside, old = out.with_name(out.name + ".new"), out.with_name(out.name + ".old")
    shutil.rmtree(beside, ignore_errors=True)
    nlp.to_disk(beside)
    for name in DOCUMENTS:
        if (out / name).exists():
            shutil.copy(out / name, beside / name)
    if out.exists():
        out.rename(old)
    beside.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def main() -> None:
    """Export, save, and say what was saved."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--out", type=Path, default=Path("kg/pipeline"))
    parser.add_argument("--float", action="store_true", help="leave the encoder as it was trained")
    arguments = parser.parse_args()
    network, labels = read_network(arguments.work / "checkpoint.pt")
    nlp = blank_english()
    nlp.add_pipe("kg_encoder", name="encoder").__init__(
        write_encoder(network, arguments.work, exact=arguments.float), Pieces.read(MINILM / "vocab.txt")
    )
    labels_of = {
        "senter": ["", "start"], "tagger": labels["tag"], "morphologizer": labels["morph"],
        "lemmatizer": labels["lemma"], "parser": labels["label"], "ner": labels["entity"],
    }  # fmt: skip
    tables = {"verbs": verb_table(), "words": dict.fromkeys(whole_words(nlp.get_pipe("encoder").pieces), "")}
    for name, matrices in matrices_of(network).items():
        component = nlp.add_pipe(f"kg_{name}", name=name)
        component.set_up(labels_of[name], matrices, tables if name == "lemmatizer" else {})
    measured = arguments.work / "measure.json"
    nlp.meta.update(META)
    nlp.meta["performance"] = json.loads(measured.read_text(encoding="utf-8")) if measured.exists() else {}
    save(nlp, arguments.out)
    size = sum(path.stat().st_size for path in arguments.out.rglob("*") if path.is_file())
    print(f"{arguments.out}: {', '.join(nlp.pipe_names)}; {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
