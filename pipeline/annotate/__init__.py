"""The round trip through annotation tools: a run or gold → brat, doccano, Label Studio → gold.

Everything passes through one shape, `marks.Marked`: spans with attributes, and a span COOPERATION for each
cooperation, with an arc to each mention that is part of it. A module per tool writes and reads that shape.
"""
