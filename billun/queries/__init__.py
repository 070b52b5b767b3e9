"""Reads that span models: one question a file."""
