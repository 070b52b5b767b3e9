"""What a workshop outside sees by its link, without an account."""
