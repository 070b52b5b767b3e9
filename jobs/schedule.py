"""The one list of what runs by the clock, read by `python -m jobs.clock`."""

from rq import cron

from billun.adapters.queue import CLOCK
from jobs.closing import close_resolved
from jobs.company_closing import purge_closed_companies
from jobs.deadlines import follow_the_calendar
from jobs.digests import tell_deadlines
from jobs.erasing import sweep_erased_files
from jobs.plans import plan_every_company_ahead
from jobs.retention import keep_every_retention
from jobs.sweeps import sweep

cron.register(sweep, queue_name=CLOCK, interval=30, result_ttl=0)
cron.register(follow_the_calendar, queue_name=CLOCK, interval=300, result_ttl=0)
cron.register(close_resolved, queue_name=CLOCK, cron="17 * * * *", result_ttl=0)
cron.register(tell_deadlines, queue_name=CLOCK, cron="4 * * * *", result_ttl=0)
# A few minutes after midnight wherever the company is.
cron.register(plan_every_company_ahead, queue_name=CLOCK, cron="8 * * * *", result_ttl=0)
cron.register(
    purge_closed_companies, queue_name=CLOCK, cron="40 2 * * *", job_timeout=14_400, result_ttl=0
)
cron.register(sweep_erased_files, queue_name=CLOCK, cron="25 3 * * *", result_ttl=0)
# After midnight wherever most companies are; what is due is counted by each one's own day.
cron.register(
    keep_every_retention, queue_name=CLOCK, cron="20 3 * * *", job_timeout=14_400, result_ttl=0
)
