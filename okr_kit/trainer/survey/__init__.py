"""The survey before the course: its questions for other tools, files that come back, what they say, what follows from it.

``questions`` are the bank's; ``sheet`` opens a file, ``columns`` finds the question of each column, ``values`` reads cells,
``load`` does all of it; ``answers`` is what is kept; ``analysis`` counts, ``decisions`` proposes, ``agenda`` pays for it.
"""
