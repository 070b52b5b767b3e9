"""A large data set, written by PostgreSQL itself: fifty companies, their equipment and anomalies."""

from __future__ import annotations

from sqlalchemy import text

from billun.adapters.passwords import hash_password
from billun.extensions import db

COMPANIES = 50
PASSWORD = "the bench signs in"
LOGIN = "manager-1@bench.example"

STATEMENTS = (
    """INSERT INTO company (id, name, country, locale, time_zone, created_at)
       SELECT md5('company' || n)::uuid, 'Company ' || n, 'FR', 'en', 'Europe/Paris', now()
       FROM generate_series(1, :companies) n""",
    """INSERT INTO "user" (id, first_name, last_name, email, password_hash, is_admin, created_at)
       SELECT md5('user' || n)::uuid, 'Manager', n::text, 'manager-' || n || '@bench.example', :password, false, now()
       FROM generate_series(1, :companies) n""",
    """INSERT INTO membership (id, user_id, company_id, role, is_main_manager, created_at)
       SELECT md5('membership' || n)::uuid, md5('user' || n)::uuid, md5('company' || n)::uuid, 'manager', true, now()
       FROM generate_series(1, :companies) n""",
    """INSERT INTO equipment (id, billun_id, billun_id_key, company_id, family, kind, internal_id, internal_id_key,
           plate, plate_country, plate_normalised, plate_key, make, model, description, status, fitness, specs, content,
           search_key, sort_key, created_at)
       SELECT md5('equipment' || n)::uuid, 'BLN-2026-' || lpad(n::text, 6, '0'), 'BLN2026' || lpad(n::text, 6, '0'),
           md5('company' || (n % :companies + 1))::uuid, 'trailer', 'curtain_sider', 'R' || n, 'R' || n,
           'AA-' || n, 'FR', 'AA' || n, 'AA' || n, 'Krone', 'Profi', '', 'active', 'fit', '{}', '{}',
           'BLN2026' || lpad(n::text, 6, '0') || ' R' || n || ' AA' || n || ' KR0NE PR0F1', 'AA' || n, now()
       FROM generate_series(1, :equipment) n""",
    """INSERT INTO anomaly (id, reference, company_id, equipment_id, reporter_id, category, criticality,
           criticality_rank, criticality_reported, status, description, occurred_at, received_at, updated_at,
           photos_expected, photos_stored, photos_later, content, created_at)
       SELECT md5('anomaly' || n)::uuid, 'ANO-2026-' || lpad(n::text, 7, '0'), e.company_id, e.id,
           md5('membership' || (k.item % :companies + 1))::uuid, 'bodywork',
           (ARRAY['green', 'yellow', 'orange', 'red'])[n % 4 + 1], n % 4,
           (ARRAY['green', 'yellow', 'orange', 'red'])[n % 4 + 1],
           CASE WHEN n % 50 = 0 THEN 'reported' ELSE 'closed' END, 'Bench', t.at, t.at, t.at, 4, 4, false, '{}', t.at
       FROM generate_series(1, :anomalies) n
       CROSS JOIN LATERAL (SELECT n % :equipment + 1 AS item) k
       CROSS JOIN LATERAL (SELECT now() - n * interval '1 minute' AS at) t
       JOIN equipment e ON e.id = md5('equipment' || k.item)::uuid""",
    "ANALYZE",
)


def fill(equipment: int, anomalies: int) -> None:
    """Write the data set into the empty database of the running application."""
    numbers = {
        "companies": COMPANIES,
        "equipment": equipment,
        "anomalies": anomalies,
        "password": hash_password(PASSWORD),
    }
    for statement in STATEMENTS:
        wanted = {name: value for name, value in numbers.items() if f":{name}" in statement}
        db.session.execute(text(statement), wanted)
    db.session.commit()
