"""Average the weights of two rounds: `python training/average.py first.pt second.pt`.

Writes `checkpoint.pt` beside the first. A mean of weights of one line of training is better than either where
one has grown better and another has forgotten (Izmailov et al. 2018, https://arxiv.org/abs/1803.05407).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def average(first: Path, second: Path) -> None:
    """Write the mean of two checkpoints of the same labels."""
    one, other = (torch.load(path, weights_only=True) for path in (first, second))
    if one["labels"] != other["labels"]:
        raise SystemExit(f"{first} and {second} have not the same labels")
    network = {
        name: (weights + other["network"][name]) / 2 if weights.is_floating_point() else weights
        for name, weights in one["network"].items()
    }
    torch.save({**one, "network": network}, first.with_name("checkpoint.new"))
    first.with_name("checkpoint.new").rename(first.with_name("checkpoint.pt"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    arguments = parser.parse_args()
    average(arguments.first, arguments.second)
