"""`make bench`: how fast Billun answers on a large data set. Read the ratios: machines are noisy."""
