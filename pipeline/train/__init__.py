"""Learns the weights of relating from annotated articles: `make train`."""
