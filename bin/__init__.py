"""What runs Billun on one machine: preparing, the embedded services and the supervisor.

These modules use the standard library alone, because they run before there is a virtual
environment. `bin/python` finds the Python that runs them.
"""
