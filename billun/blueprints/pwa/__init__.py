"""What makes pages an app: the manifest, the service worker, and what Android and the worker ask for."""
