"""The desk's pages of anomalies. Importing this package gives the blueprint with all its routes."""

from billun.blueprints.anomalies import comments, correcting, holding, routes, statistics, triage
from billun.blueprints.anomalies.blueprint import anomalies

__all__ = ["anomalies", "comments", "correcting", "holding", "routes", "statistics", "triage"]
