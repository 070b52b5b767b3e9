"""A walk-around that found nothing to report."""
