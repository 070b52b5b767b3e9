from tests.queries.test_equipment_search_plan import *
from sqlalchemy import text
def test_zz(member_of_one):
    db.session.rollback()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as c:
        raw=c.connection.driver_connection
        raw.add_notice_handler(lambda d: print(">>", d.message_primary[:1500]))
        c.execute(text("VACUUM (VERBOSE, ANALYZE) equipment"))
        for q in ("select relname, relpages, relallvisible, reltuples from pg_class where relname = 'equipment'","select pid,state,xact_start,backend_xid,backend_xmin,left(query,80),datname,application_name from pg_stat_activity where datname is not null", "select * from pg_prepared_xacts"):
            for r in c.execute(text(q)): print(">>",r)
    assert 0
