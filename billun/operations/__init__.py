"""Every change of state: one noun a file, verbs inside. Nothing here sees the request or commits."""
