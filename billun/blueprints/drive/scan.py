"""Scanning a label, or typing what stands on it."""
