"""The outside world behind small interfaces: storage, queue, live events, mail, pictures."""
