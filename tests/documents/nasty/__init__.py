"""The nasty set: a roster that is known by heart, every layout that people give it, and every damage that they do to its cells.

`roster` is the truth, `layouts` writes it down in many ways, `damages` spoils it, `account` asks whether all of a book was answered for.
"""
