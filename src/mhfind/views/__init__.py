"""Answers -> documents: what is shown, in which order and in which words, before any format."""
