"""What every test stands on; the fixtures themselves lie in tests/fixtures."""

pytest_plugins = [
    "tests.fixtures.services",
    "tests.fixtures.film",
    "tests.fixtures.cast",
    "tests.fixtures.callers",
    "tests.fixtures.reports",
    "tests.fixtures.records",
    "tests.fixtures.due",
    "tests.fixtures.maintenance",
    "tests.fixtures.work_records",
    "tests.fixtures.outside",
    "tests.fixtures.full_company",
    "tests.fixtures.live",
    "tests.fixtures.browser",
    "tests.fixtures.bad_network",
]
