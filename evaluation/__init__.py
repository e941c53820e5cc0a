"""Measures what the project reads against what people have marked; not a part of the installed package.

`python -m evaluation.language` measures a language pipeline;
`python -m evaluation.gate` holds the bundled one to its floors.
`python -m evaluation.carb` and `python -m evaluation.qasrl` measure the statements;
`python -m evaluation.articles` measures all that is read from articles of our own;
`python -m evaluation.plover` and `python -m evaluation.re3d` measure who does what to whom, and names.
"""
