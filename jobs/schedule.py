"""The one list of what runs by the clock, read by `python -m jobs.clock`."""

from rq import cron

from billun.adapters.queue import CLOCK
from jobs.closing import close_resolved
from jobs.sweeps import sweep

cron.register(sweep, queue_name=CLOCK, interval=30, result_ttl=0)
cron.register(close_resolved, queue_name=CLOCK, cron="17 * * * *", result_ttl=0)
