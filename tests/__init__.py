"""The test house: it mirrors billun/, on real PostgreSQL, Redis, HTTP storage and a real browser."""
