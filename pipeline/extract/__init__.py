"""Extraction: one module per concept recognises and values its mentions; `choose` decides overlaps."""
