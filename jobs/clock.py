"""The clock: `python -m jobs.clock` queues what jobs/schedule.py lists when its time has come."""

from pathlib import Path

from rq.cron import CronScheduler

from billun.adapters.redis import open_redis_to_wait
from jobs import app

SCHEDULE = Path(__file__).with_name("schedule.py")


def main() -> None:
    settings = app.extensions["billun_settings"]
    clock = CronScheduler(
        connection=open_redis_to_wait(settings.redis_url),
        logging_level="WARNING",
        name="billun-clock",
    )
    clock.load_config_from_file(str(SCHEDULE))
    clock.start()


if __name__ == "__main__":
    main()
