"""What waits on this phone, and the shells that it draws without a network."""
