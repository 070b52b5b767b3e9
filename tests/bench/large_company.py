"""A large data set, written by PostgreSQL itself: fifty companies, their equipment and anomalies."""

from __future__ import annotations

from sqlalchemy import text

from billun.adapters.passwords import hash_password
from billun.extensions import db

COMPANIES = 50
PASSWORD = "the bench signs in"
LOGIN = "manager-1@bench.example"

STATEMENTS = (
    # Of a commit that is not yet written down no VACUUM can say that everybody sees its rows.
    "SET LOCAL synchronous_commit = on",
    """INSERT INTO company (id, name, country, locale, time_zone, position_retention_days, photo_retention_months,
           report_retention_months, audit_retention_months, closing_retention_days, outside_enhancement, created_at)
       SELECT md5('company' || n)::uuid, 'Company ' || n, 'FR', 'en', 'Europe/Paris', 60, 12, 60, 12, 90, false, now()
       FROM generate_series(1, :companies) n""",
    """INSERT INTO "user" (id, first_name, last_name, email, password_hash, is_admin, created_at)
       SELECT md5('user' || n)::uuid, 'Manager', n::text, 'manager-' || n || '@bench.example', :password, false, now()
       FROM generate_series(1, :companies) n""",
    """INSERT INTO membership (id, user_id, company_id, role, is_main_manager, joined_at, created_at)
       SELECT md5('membership' || n)::uuid, md5('user' || n)::uuid, md5('company' || n)::uuid, 'manager', true,
           now(), now()
       FROM generate_series(1, :companies) n""",
    """INSERT INTO site (id, company_id, name, address, postcode, city, country, content, created_at)
       SELECT md5('site' || c || '-' || n)::uuid, md5('company' || c)::uuid, 'Site ' || n, '', '', '', 'FR', '{}', now()
       FROM generate_series(1, :companies) c, generate_series(0, 9) n""",
    """INSERT INTO equipment (id, billun_id, billun_id_key, company_id, family, kind, internal_id, internal_id_key,
           plate, plate_country, plate_normalised, plate_key, make, model, description, site_id, status, fitness,
           ownership, owner_name, version, updated_at, next_due_on, unknown_deadlines, specs, content,
           search_key, sort_key, created_at)
       SELECT md5('equipment' || n)::uuid, 'BLN-2026-' || lpad(n::text, 6, '0'), 'BLN2026' || lpad(n::text, 6, '0'),
           md5('company' || (n % :companies + 1))::uuid, k.family, k.kind, 'R' || n, 'R' || n,
           'AA-' || n, 'FR', 'AA' || n, 'AA' || n, 'Krone', 'Profi', '',
           md5('site' || (n % :companies + 1) || '-' || (n / :companies % 10))::uuid,
           (ARRAY['active', 'active', 'active', 'active', 'in_workshop', 'stood_down', 'retired'])[n % 7 + 1],
           (ARRAY['fit', 'fit', 'fit', 'fit', 'fit', 'repair_planned', 'restricted', 'immobilised'])[n * 7919 % 8 + 1],
           (ARRAY['own', 'own', 'own', 'leased', 'hired'])[n % 5 + 1], '', 1, now(),
           current_date + (n * 7919 % 380) - 15, CASE WHEN n % 11 = 0 THEN 1 ELSE 0 END,
           '{"gross_mass_kg": 39000, "axle_count": 3}', '{}',
           'BLN2026' || lpad(n::text, 6, '0') || ' R' || n || ' AA' || n || ' KR0NE PR0F1', 'AA' || n,
           now() - n * interval '1 minute'
       FROM generate_series(1, :equipment) n
       CROSS JOIN LATERAL (SELECT
           (ARRAY['trailer', 'trailer', 'vehicle', 'vehicle', 'handling'])[n * 31 % 5 + 1] AS family,
           (ARRAY['curtain_sider', 'box', 'tractor_unit', 'rigid_truck', 'tail_lift'])[n * 31 % 5 + 1] AS kind) k""",
    """INSERT INTO deadline (id, company_id, equipment_id, code, source, blocks, due_on, due_is_given, permanent,
           applies, updated_at, created_at)
       SELECT md5('deadline' || e.id || n)::uuid, e.company_id, e.id, 'check_' || n, 'check',
           CASE WHEN n = 0 THEN 'driving' END, e.next_due_on + n * 61, false, false, true, now(), now()
       FROM equipment e, generate_series(0, 4) n""",
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
)


def fill(equipment: int, anomalies: int, companies: int = COMPANIES) -> None:
    """Write the data set into the empty database of the running application."""
    numbers = {
        "companies": companies,
        "equipment": equipment,
        "anomalies": anomalies,
        "password": hash_password(PASSWORD),
    }
    for statement in STATEMENTS:
        wanted = {name: value for name, value in numbers.items() if f":{name}" in statement}
        db.session.execute(text(statement), wanted)
    db.session.commit()
    settle()


def settle() -> None:
    """What autovacuum does within minutes: without it no index can answer alone."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # The first notes on the rows that they are committed, the second that everybody sees them.
        connection.execute(text("VACUUM"))
        connection.execute(text("VACUUM ANALYZE"))
