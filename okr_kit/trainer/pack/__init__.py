"""The client pack: what a company hands in before a class, without names and with other sums, graded, and as exercises.

:class:`~.steps.Pack` is the way from a folder to a class, step by step: nothing is written before the trainer has seen
what is replaced and agreed to it, nothing is published that she has not read. Everything stays on this computer, in
``okr-data/client/<class>/``, which one command removes.
"""
