"""the driver's app: devices, sightings, walk-arounds, and what phones follow

Revision: 0003, after 0002, 2026-11-23 09:41:29.021277+00:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Table, constraint, column, and what it may hold before and after.
KINDS = (
    (
        "timeline_entry",
        "timelinekind",
        "kind",
        ("reported", "transition", "comment", "photo_added", "seen"),
        ("sighted", "criticality"),
    ),
    (
        "equipment_change",
        "changekind",
        "kind",
        (
            "added",
            "edited",
            "imported",
            "retired",
            "attached",
            "labelled",
            "renewed",
            "deadline_set",
            "document",
            "safety_kit",
            "meter",
        ),
        ("walk_around",),
    ),
    ("meter_reading", "readingsource", "source", ("person", "import", "report"), ("walk_around",)),
)


def upgrade() -> None:
    op.create_table(
        "device",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("model", sa.String(length=100), nullable=False),
        sa.Column("system", sa.String(length=100), nullable=False),
        sa.Column("app_version", sa.String(length=20), nullable=False),
        sa.Column("installed", sa.Boolean(), nullable=False),
        sa.Column("unsent_count", sa.Integer(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_sync_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_device_company_id")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_device_membership_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
    )
    op.create_index(
        "ix_device_company_id_last_seen_at", "device", ["company_id", "last_seen_at"], unique=False
    )
    op.create_index(op.f("ix_device_membership_id"), "device", ["membership_id"], unique=False)
    op.create_table(
        "sighting",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("anomaly_id", sa.Uuid(), nullable=False),
        sa.Column("observer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "known",
                "worse",
                name="sightingkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "criticality",
            sa.Enum(
                "green",
                "yellow",
                "orange",
                "red",
                name="criticality",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["anomaly_id"], ["anomaly.id"], name=op.f("fk_sighting_anomaly_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_sighting_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["observer_id"], ["membership.id"], name=op.f("fk_sighting_observer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sighting")),
    )
    op.create_index(op.f("ix_sighting_anomaly_id"), "sighting", ["anomaly_id"], unique=False)
    op.create_index(op.f("ix_sighting_company_id"), "sighting", ["company_id"], unique=False)
    op.create_index(op.f("ix_sighting_observer_id"), "sighting", ["observer_id"], unique=False)
    op.create_table(
        "walk_around",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("equipment_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("reading_id", sa.Uuid(), nullable=True),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["membership.id"], name=op.f("fk_walk_around_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_walk_around_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["equipment_id"], ["equipment.id"], name=op.f("fk_walk_around_equipment_id")
        ),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["meter_reading.id"], name=op.f("fk_walk_around_reading_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk_around")),
    )
    op.create_index(op.f("ix_walk_around_author_id"), "walk_around", ["author_id"], unique=False)
    op.create_index(op.f("ix_walk_around_company_id"), "walk_around", ["company_id"], unique=False)
    op.create_index(
        "ix_walk_around_equipment_id_occurred_at",
        "walk_around",
        ["equipment_id", "occurred_at"],
        unique=False,
    )
    op.add_column("anomaly", sa.Column("spot", sa.String(length=60), nullable=True))
    op.add_column(
        "anomaly",
        sa.Column(
            "changed_in",
            sa.BigInteger(),
            server_default=sa.text("CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)"),
            nullable=False,
        ),
    )
    op.create_index(
        "ix_anomaly_company_id_changed_in", "anomaly", ["company_id", "changed_in"], unique=False
    )
    op.create_index(
        "ix_anomaly_reporter_id_changed_in", "anomaly", ["reporter_id", "changed_in"], unique=False
    )
    op.add_column(
        "equipment",
        sa.Column(
            "changed_in",
            sa.BigInteger(),
            server_default=sa.text("CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)"),
            nullable=False,
        ),
    )
    op.create_index(
        "ix_equipment_company_id_changed_in",
        "equipment",
        ["company_id", "changed_in", "id"],
        unique=False,
    )
    op.add_column("photo", sa.Column("sighting_id", sa.Uuid(), nullable=True))
    op.add_column(
        "photo",
        sa.Column(
            "changed_in",
            sa.BigInteger(),
            server_default=sa.text("CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)"),
            nullable=False,
        ),
    )
    op.create_index(
        "ix_photo_company_id_changed_in", "photo", ["company_id", "changed_in"], unique=False
    )
    op.create_index(op.f("ix_photo_sighting_id"), "photo", ["sighting_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_photo_sighting_id"), "photo", "sighting", ["sighting_id"], ["id"]
    )
    op.add_column(
        "timeline_entry",
        sa.Column(
            "from_criticality",
            sa.Enum(
                "green",
                "yellow",
                "orange",
                "red",
                name="from_criticality",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
    )
    op.add_column(
        "timeline_entry",
        sa.Column(
            "to_criticality",
            sa.Enum(
                "green",
                "yellow",
                "orange",
                "red",
                name="to_criticality",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
    )
    op.add_column("timeline_entry", sa.Column("sighting_id", sa.Uuid(), nullable=True))
    op.create_index(
        op.f("ix_timeline_entry_sighting_id"), "timeline_entry", ["sighting_id"], unique=False
    )
    op.create_foreign_key(
        op.f("fk_timeline_entry_sighting_id"), "timeline_entry", "sighting", ["sighting_id"], ["id"]
    )
    for table, name, column, old, added in KINDS:
        limit(table, name, column, (*old, *added))


def limit(table: str, name: str, column: str, values: tuple[str, ...]) -> None:
    """Let the column hold these values alone."""
    constraint = op.f(f"ck_{table}_{name}")
    op.drop_constraint(constraint, table, type_="check")
    op.create_check_constraint(constraint, table, sa.column(column).in_(values))


def downgrade() -> None:
    for table, name, column, old, added in KINDS:
        rows = sa.table(table, sa.column(column))
        op.execute(sa.delete(rows).where(rows.c[column].in_(added)))
        limit(table, name, column, old)
    op.drop_constraint(op.f("fk_timeline_entry_sighting_id"), "timeline_entry", type_="foreignkey")
    op.drop_index(op.f("ix_timeline_entry_sighting_id"), table_name="timeline_entry")
    op.drop_column("timeline_entry", "sighting_id")
    op.drop_column("timeline_entry", "to_criticality")
    op.drop_column("timeline_entry", "from_criticality")
    op.drop_constraint(op.f("fk_photo_sighting_id"), "photo", type_="foreignkey")
    op.drop_index(op.f("ix_photo_sighting_id"), table_name="photo")
    op.drop_index("ix_photo_company_id_changed_in", table_name="photo")
    op.drop_column("photo", "changed_in")
    op.drop_column("photo", "sighting_id")
    op.drop_index("ix_equipment_company_id_changed_in", table_name="equipment")
    op.drop_column("equipment", "changed_in")
    op.drop_index("ix_anomaly_reporter_id_changed_in", table_name="anomaly")
    op.drop_index("ix_anomaly_company_id_changed_in", table_name="anomaly")
    op.drop_column("anomaly", "changed_in")
    op.drop_column("anomaly", "spot")
    op.drop_index("ix_walk_around_equipment_id_occurred_at", table_name="walk_around")
    op.drop_index(op.f("ix_walk_around_company_id"), table_name="walk_around")
    op.drop_index(op.f("ix_walk_around_author_id"), table_name="walk_around")
    op.drop_table("walk_around")
    op.drop_index(op.f("ix_sighting_observer_id"), table_name="sighting")
    op.drop_index(op.f("ix_sighting_company_id"), table_name="sighting")
    op.drop_index(op.f("ix_sighting_anomaly_id"), table_name="sighting")
    op.drop_table("sighting")
    op.drop_index(op.f("ix_device_membership_id"), table_name="device")
    op.drop_index("ix_device_company_id_last_seen_at", table_name="device")
    op.drop_table("device")
