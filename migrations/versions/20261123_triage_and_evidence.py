"""triage, evidence, drawings, enhancement and retention

Revision: 0004, after 0003, 2026-11-23 15:01:02.626141+00:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Table, constraint, column, and what it may hold before and after.
KINDS = (
    (
        "timeline_entry",
        "timelinekind",
        "kind",
        (
            "reported",
            "transition",
            "comment",
            "photo_added",
            "seen",
            "sighted",
            "criticality",
        ),
        (
            "moved",
            "duplicate_found",
            "photo_removed",
            "photo_put_back",
            "drawn_on",
            "drawing_removed",
            "held",
            "released",
        ),
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
            "walk_around",
        ),
        ("replaced",),
    ),
    (
        "delivery",
        "deliverykind",
        "kind",
        (
            "critical_anomaly",
            "deadlines",
            "email_confirmation",
            "invitation",
            "company_export",
            "password_reset",
        ),
        ("anomaly_moved",),
    ),
)
# Columns that old rows get filled in, and new ones from the application.
FILLED_IN = (
    ("company", "outside_enhancement"),
    ("photo", "caption"),
    ("photo", "enhancement_attempts"),
)


def upgrade() -> None:
    op.create_table(
        "retention_run",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_retention_run_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_run")),
    )
    op.create_index(
        "ix_retention_run_company_id_at", "retention_run", ["company_id", "at"], unique=False
    )
    op.create_table(
        "access_record",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_company_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "viewed",
                "downloaded",
                name="accesskind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "subject",
            sa.Enum(
                "anomaly",
                "photo",
                "anomaly_report",
                "company_export",
                name="accesssubject",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_company_id"], ["company.id"], name=op.f("fk_access_record_actor_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["membership.id"], name=op.f("fk_access_record_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_access_record_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_record")),
    )
    op.create_index(
        op.f("ix_access_record_actor_company_id"),
        "access_record",
        ["actor_company_id"],
        unique=False,
    )
    op.create_index(op.f("ix_access_record_actor_id"), "access_record", ["actor_id"], unique=False)
    op.create_index(
        "ix_access_record_company_id_at", "access_record", ["company_id", "at", "id"], unique=False
    )
    op.create_index("ix_access_record_subject_id", "access_record", ["subject_id"], unique=False)
    op.create_table(
        "drawing",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("shapes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("conceals", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "stored",
                "ready",
                "failed",
                name="drawingstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["membership.id"], name=op.f("fk_drawing_author_id")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_drawing_company_id")),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_drawing_photo_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drawing")),
    )
    op.create_index(op.f("ix_drawing_author_id"), "drawing", ["author_id"], unique=False)
    op.create_index(op.f("ix_drawing_company_id"), "drawing", ["company_id"], unique=False)
    op.create_index(op.f("ix_drawing_photo_id"), "drawing", ["photo_id"], unique=False)
    op.create_index(
        "ix_drawing_stored",
        "drawing",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("state = 'stored'"),
    )
    op.add_column("anomaly", sa.Column("duplicate_of_id", sa.Uuid(), nullable=True))
    op.add_column("anomaly", sa.Column("device_id", sa.Uuid(), nullable=True))
    op.add_column(
        "anomaly", sa.Column("reporter_looked_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("anomaly", sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("anomaly", sa.Column("held_by_id", sa.Uuid(), nullable=True))
    op.add_column("anomaly", sa.Column("hold_reason", sa.Text(), nullable=True))
    op.create_index(op.f("ix_anomaly_device_id"), "anomaly", ["device_id"], unique=False)
    op.create_index(
        op.f("ix_anomaly_duplicate_of_id"), "anomaly", ["duplicate_of_id"], unique=False
    )
    op.create_index(op.f("ix_anomaly_held_by_id"), "anomaly", ["held_by_id"], unique=False)
    op.create_foreign_key(op.f("fk_anomaly_device_id"), "anomaly", "device", ["device_id"], ["id"])
    op.create_foreign_key(
        op.f("fk_anomaly_duplicate_of_id"), "anomaly", "anomaly", ["duplicate_of_id"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_anomaly_held_by_id"), "anomaly", "membership", ["held_by_id"], ["id"]
    )
    op.add_column(
        "company",
        sa.Column("outside_enhancement", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column("equipment", sa.Column("replaced_by_id", sa.Uuid(), nullable=True))
    op.create_index(
        op.f("ix_equipment_replaced_by_id"), "equipment", ["replaced_by_id"], unique=False
    )
    op.create_foreign_key(
        op.f("fk_equipment_replaced_by_id"), "equipment", "equipment", ["replaced_by_id"], ["id"]
    )
    op.add_column("photo", sa.Column("comment_id", sa.Uuid(), nullable=True))
    op.add_column("photo", sa.Column("device_id", sa.Uuid(), nullable=True))
    op.add_column(
        "photo", sa.Column("caption", sa.String(length=300), server_default="", nullable=False)
    )
    op.add_column("photo", sa.Column("colour", sa.String(length=7), nullable=True))
    op.add_column("photo", sa.Column("luminance", sa.Double(), nullable=True))
    op.add_column("photo", sa.Column("sharpness", sa.Double(), nullable=True))
    op.add_column(
        "photo",
        sa.Column(
            "enhancement_state",
            sa.Enum(
                "queued",
                "ready",
                "unneeded",
                "failed",
                name="enhancement_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
    )
    op.add_column(
        "photo", sa.Column("enhancement_asked_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "photo", sa.Column("enhancement_attempts", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("photo", sa.Column("enhancement_model", sa.String(length=60), nullable=True))
    op.add_column(
        "photo",
        sa.Column("enhancement_metrics", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    )
    op.add_column(
        "photo",
        sa.Column(
            "removal",
            sa.Enum(
                "withdrawn",
                "erased",
                name="removal",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
    )
    op.add_column("photo", sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("photo", sa.Column("removed_by_id", sa.Uuid(), nullable=True))
    op.add_column("photo", sa.Column("removal_reason", sa.String(length=500), nullable=True))
    op.create_index(op.f("ix_photo_comment_id"), "photo", ["comment_id"], unique=False)
    op.create_index(op.f("ix_photo_device_id"), "photo", ["device_id"], unique=False)
    op.create_index(
        "ix_photo_enhancement_queued",
        "photo",
        ["enhancement_asked_at"],
        unique=False,
        postgresql_where=sa.text("enhancement_state = 'queued'"),
    )
    op.create_index(op.f("ix_photo_removed_by_id"), "photo", ["removed_by_id"], unique=False)
    op.create_foreign_key(op.f("fk_photo_device_id"), "photo", "device", ["device_id"], ["id"])
    op.create_foreign_key(
        op.f("fk_photo_removed_by_id"), "photo", "membership", ["removed_by_id"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_photo_comment_id"), "photo", "timeline_entry", ["comment_id"], ["id"]
    )
    op.add_column("timeline_entry", sa.Column("from_equipment_id", sa.Uuid(), nullable=True))
    op.add_column("timeline_entry", sa.Column("to_equipment_id", sa.Uuid(), nullable=True))
    op.add_column("timeline_entry", sa.Column("duplicate_id", sa.Uuid(), nullable=True))
    op.create_index(
        op.f("ix_timeline_entry_duplicate_id"), "timeline_entry", ["duplicate_id"], unique=False
    )
    op.create_index(
        op.f("ix_timeline_entry_from_equipment_id"),
        "timeline_entry",
        ["from_equipment_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_timeline_entry_to_equipment_id"),
        "timeline_entry",
        ["to_equipment_id"],
        unique=False,
    )
    op.create_foreign_key(
        op.f("fk_timeline_entry_from_equipment_id"),
        "timeline_entry",
        "equipment",
        ["from_equipment_id"],
        ["id"],
    )
    op.create_foreign_key(
        op.f("fk_timeline_entry_to_equipment_id"),
        "timeline_entry",
        "equipment",
        ["to_equipment_id"],
        ["id"],
    )
    op.create_index(
        "ix_anomaly_held",
        "anomaly",
        ["company_id"],
        postgresql_where=sa.text("held_at IS NOT NULL"),
    )
    op.create_foreign_key(
        op.f("fk_timeline_entry_duplicate_id"),
        "timeline_entry",
        "anomaly",
        ["duplicate_id"],
        ["id"],
    )
    for table, filled in FILLED_IN:
        op.alter_column(table, filled, server_default=None)
    for table, name, column, old, added in KINDS:
        limit(table, name, column, (*old, *added))
    # Photos that are ready stay so without a colour: by that the sweep finds them and develops them again.
    op.create_index(
        "ix_photo_colourless",
        "photo",
        ["received_at"],
        postgresql_where=sa.text("state = 'ready' AND colour IS NULL"),
    )


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
    op.drop_constraint(op.f("fk_timeline_entry_duplicate_id"), "timeline_entry", type_="foreignkey")
    op.drop_constraint(
        op.f("fk_timeline_entry_to_equipment_id"), "timeline_entry", type_="foreignkey"
    )
    op.drop_constraint(
        op.f("fk_timeline_entry_from_equipment_id"), "timeline_entry", type_="foreignkey"
    )
    op.drop_index(op.f("ix_timeline_entry_to_equipment_id"), table_name="timeline_entry")
    op.drop_index(op.f("ix_timeline_entry_from_equipment_id"), table_name="timeline_entry")
    op.drop_index(op.f("ix_timeline_entry_duplicate_id"), table_name="timeline_entry")
    op.drop_column("timeline_entry", "duplicate_id")
    op.drop_column("timeline_entry", "to_equipment_id")
    op.drop_column("timeline_entry", "from_equipment_id")
    op.drop_constraint(op.f("fk_photo_comment_id"), "photo", type_="foreignkey")
    op.drop_constraint(op.f("fk_photo_removed_by_id"), "photo", type_="foreignkey")
    op.drop_constraint(op.f("fk_photo_device_id"), "photo", type_="foreignkey")
    op.drop_index(op.f("ix_photo_removed_by_id"), table_name="photo")
    op.drop_index(
        "ix_photo_enhancement_queued",
        table_name="photo",
        postgresql_where=sa.text("enhancement_state = 'queued'"),
    )
    op.drop_index(op.f("ix_photo_device_id"), table_name="photo")
    op.drop_index(op.f("ix_photo_comment_id"), table_name="photo")
    op.drop_index("ix_photo_colourless", table_name="photo")
    op.drop_column("photo", "removal_reason")
    op.drop_column("photo", "removed_by_id")
    op.drop_column("photo", "removed_at")
    op.drop_column("photo", "removal")
    op.drop_column("photo", "enhancement_metrics")
    op.drop_column("photo", "enhancement_model")
    op.drop_column("photo", "enhancement_attempts")
    op.drop_column("photo", "enhancement_asked_at")
    op.drop_column("photo", "enhancement_state")
    op.drop_column("photo", "sharpness")
    op.drop_column("photo", "luminance")
    op.drop_column("photo", "colour")
    op.drop_column("photo", "caption")
    op.drop_column("photo", "device_id")
    op.drop_column("photo", "comment_id")
    op.drop_constraint(op.f("fk_equipment_replaced_by_id"), "equipment", type_="foreignkey")
    op.drop_index(op.f("ix_equipment_replaced_by_id"), table_name="equipment")
    op.drop_column("equipment", "replaced_by_id")
    op.drop_column("company", "outside_enhancement")
    op.drop_constraint(op.f("fk_anomaly_held_by_id"), "anomaly", type_="foreignkey")
    op.drop_constraint(op.f("fk_anomaly_duplicate_of_id"), "anomaly", type_="foreignkey")
    op.drop_constraint(op.f("fk_anomaly_device_id"), "anomaly", type_="foreignkey")
    op.drop_index(op.f("ix_anomaly_held_by_id"), table_name="anomaly")
    op.drop_index(op.f("ix_anomaly_duplicate_of_id"), table_name="anomaly")
    op.drop_index(op.f("ix_anomaly_device_id"), table_name="anomaly")
    op.drop_index("ix_anomaly_held", table_name="anomaly")
    op.drop_column("anomaly", "hold_reason")
    op.drop_column("anomaly", "held_by_id")
    op.drop_column("anomaly", "held_at")
    op.drop_column("anomaly", "reporter_looked_at")
    op.drop_column("anomaly", "device_id")
    op.drop_column("anomaly", "duplicate_of_id")
    op.drop_index(
        "ix_drawing_stored", table_name="drawing", postgresql_where=sa.text("state = 'stored'")
    )
    op.drop_index(op.f("ix_drawing_photo_id"), table_name="drawing")
    op.drop_index(op.f("ix_drawing_company_id"), table_name="drawing")
    op.drop_index(op.f("ix_drawing_author_id"), table_name="drawing")
    op.drop_table("drawing")
    op.drop_index("ix_access_record_subject_id", table_name="access_record")
    op.drop_index("ix_access_record_company_id_at", table_name="access_record")
    op.drop_index(op.f("ix_access_record_actor_id"), table_name="access_record")
    op.drop_index(op.f("ix_access_record_actor_company_id"), table_name="access_record")
    op.drop_table("access_record")
    op.drop_index("ix_retention_run_company_id_at", table_name="retention_run")
    op.drop_table("retention_run")
