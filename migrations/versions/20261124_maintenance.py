"""maintenance: interventions, plans, absences, screens, feeds and links for workshops outside

Revision: 0005, after 0004, 2026-11-24 01:51:12.737882+00:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Table, constraint, column, and what it may hold before and after.
KINDS = (
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
            "replaced",
        ),
        ("intervention",),
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
            "anomaly_moved",
        ),
        ("intervention", "outside_link"),
    ),
    (
        "meter_reading",
        "readingsource",
        "source",
        ("person", "import", "report", "walk_around"),
        ("intervention",),
    ),
)
# What must hold of every photo: it is of one thing, and one sent it.
PHOTO_RULES = {
    "one_subject": "(anomaly_id IS NULL) <> (intervention_id IS NULL)",
    "stage_of_work": "(intervention_id IS NULL) = (stage IS NULL)",
    "one_sender": "(sender_id IS NULL) = (link_id IS NOT NULL)",
}


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "leave",
                "training",
                "other",
                name="absencekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_absence_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["membership.id"], name=op.f("fk_absence_author_id")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_absence_company_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["membership.id"], name=op.f("fk_absence_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_author_id"), "absence", ["author_id"], unique=False)
    op.create_index(
        "ix_absence_company_id_ends_on", "absence", ["company_id", "ends_on"], unique=False
    )
    op.create_index(
        "ix_absence_member_id_ends_on", "absence", ["member_id", "ends_on"], unique=False
    )
    op.create_table(
        "calendar_feed",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "person",
                "workshop",
                "company",
                name="feedscope",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("workshop_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("last_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["membership.id"], name=op.f("fk_calendar_feed_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_calendar_feed_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["membership.id"], name=op.f("fk_calendar_feed_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name=op.f("fk_calendar_feed_workshop_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
    )
    op.create_index(
        op.f("ix_calendar_feed_author_id"), "calendar_feed", ["author_id"], unique=False
    )
    op.create_index(
        op.f("ix_calendar_feed_company_id"), "calendar_feed", ["company_id"], unique=False
    )
    op.create_index(
        op.f("ix_calendar_feed_member_id"), "calendar_feed", ["member_id"], unique=False
    )
    op.create_table(
        "screen",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "wall",
                "tablet",
                name="screenkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("pairing_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pairing_id", sa.Uuid(), nullable=True),
        sa.Column("device", sa.String(length=300), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["membership.id"], name=op.f("fk_screen_author_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_screen_company_id")),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name=op.f("fk_screen_workshop_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screen")),
    )
    op.create_index(op.f("ix_screen_author_id"), "screen", ["author_id"], unique=False)
    op.create_index(op.f("ix_screen_company_id"), "screen", ["company_id"], unique=False)
    op.create_table(
        "maintenance_plan",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "corrective",
                "preventive",
                "statutory",
                name="interventionkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "priority",
            sa.Enum(
                "low",
                "normal",
                "high",
                "urgent",
                name="priority",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("equipment_id", sa.Uuid(), nullable=True),
        sa.Column("equipment_kind", sa.String(length=40), nullable=True),
        sa.Column("workshop_id", sa.Uuid(), nullable=True),
        sa.Column("every", sa.Integer(), nullable=True),
        sa.Column(
            "unit",
            sa.Enum(
                "days",
                "weeks",
                "months",
                name="intervalunit",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "meter",
            sa.Enum(
                "km", "hours", name="meter", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("meter_every", sa.Numeric(precision=12, scale=1), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ahead_days", sa.Integer(), nullable=False),
        sa.Column("estimated_minutes", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(equipment_id IS NULL) <> (equipment_kind IS NULL)",
            name=op.f("ck_maintenance_plan_one_scope"),
        ),
        sa.CheckConstraint(
            "(every IS NULL) = (unit IS NULL)", name=op.f("ck_maintenance_plan_whole_interval")
        ),
        sa.CheckConstraint(
            "(meter_every IS NULL) = (meter IS NULL)", name=op.f("ck_maintenance_plan_whole_meter")
        ),
        sa.CheckConstraint(
            "every IS NOT NULL OR meter_every IS NOT NULL",
            name=op.f("ck_maintenance_plan_some_rhythm"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["membership.id"], name=op.f("fk_maintenance_plan_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_maintenance_plan_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["equipment_id"], ["equipment.id"], name=op.f("fk_maintenance_plan_equipment_id")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name=op.f("fk_maintenance_plan_workshop_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance_plan")),
    )
    op.create_index(
        op.f("ix_maintenance_plan_author_id"), "maintenance_plan", ["author_id"], unique=False
    )
    op.create_index(
        op.f("ix_maintenance_plan_company_id"), "maintenance_plan", ["company_id"], unique=False
    )
    op.create_index(
        op.f("ix_maintenance_plan_equipment_id"), "maintenance_plan", ["equipment_id"], unique=False
    )
    op.create_index(
        op.f("ix_maintenance_plan_workshop_id"), "maintenance_plan", ["workshop_id"], unique=False
    )
    op.create_table(
        "plan_item",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("equipment_id", sa.Uuid(), nullable=False),
        sa.Column("last_done_on", sa.Date(), nullable=True),
        sa.Column("last_meter", sa.Numeric(precision=12, scale=1), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_meter", sa.Numeric(precision=12, scale=1), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "interval",
                "meter",
                name="duereason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("applies", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_plan_item_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["equipment_id"], ["equipment.id"], name=op.f("fk_plan_item_equipment_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["maintenance_plan.id"], name=op.f("fk_plan_item_plan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item")),
        sa.UniqueConstraint(
            "plan_id", "equipment_id", name=op.f("uq_plan_item_plan_id_equipment_id")
        ),
    )
    op.create_index(
        "ix_plan_item_company_id_due_on", "plan_item", ["company_id", "due_on"], unique=False
    )
    op.create_index(op.f("ix_plan_item_equipment_id"), "plan_item", ["equipment_id"], unique=False)
    op.create_table(
        "intervention",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("equipment_id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=True),
        sa.Column("workshop_name", sa.String(length=200), server_default="", nullable=False),
        sa.Column("bay", sa.String(length=40), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "corrective",
                "preventive",
                "statutory",
                name="interventionkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "priority",
            sa.Enum(
                "low",
                "normal",
                "high",
                "urgent",
                name="priority",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "in_progress",
                "awaiting_parts",
                "completed",
                "cancelled",
                name="interventionstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("estimated_minutes", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parts_awaited", sa.String(length=500), server_default="", nullable=False),
        sa.Column("parts_expected_on", sa.Date(), nullable=True),
        sa.Column("plan_item_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(starts_at IS NULL) = (ends_at IS NULL)", name=op.f("ck_intervention_both_ends")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_intervention_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["membership.id"], name=op.f("fk_intervention_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_intervention_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["equipment_id"], ["equipment.id"], name=op.f("fk_intervention_equipment_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_item_id"], ["plan_item.id"], name=op.f("fk_intervention_plan_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_intervention_workshop_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intervention")),
        sa.UniqueConstraint("reference", name=op.f("uq_intervention_reference")),
    )
    op.create_index(op.f("ix_intervention_author_id"), "intervention", ["author_id"], unique=False)
    op.create_index(
        "ix_intervention_company_id_starts_at",
        "intervention",
        ["company_id", "starts_at", "ends_at"],
        unique=False,
    )
    op.create_index(
        "ix_intervention_equipment_id_created_at",
        "intervention",
        ["equipment_id", "created_at"],
        unique=False,
    )
    op.create_index(
        "ix_intervention_equipment_open",
        "intervention",
        ["equipment_id", "starts_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('planned', 'in_progress', 'awaiting_parts')"),
    )
    op.create_index(
        op.f("ix_intervention_workshop_id"), "intervention", ["workshop_id"], unique=False
    )
    op.create_index(
        "ix_intervention_workshop_open",
        "intervention",
        ["workshop_id", "bay", "starts_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('planned', 'in_progress', 'awaiting_parts')"),
    )
    op.create_index(
        "uq_intervention_plan_item_open",
        "intervention",
        ["plan_item_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('planned', 'in_progress', 'awaiting_parts')"),
    )
    op.create_table(
        "intervention_anomaly",
        sa.Column("intervention_id", sa.Uuid(), nullable=False),
        sa.Column("anomaly_id", sa.Uuid(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "repaired",
                "not_found",
                "deferred",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["anomaly_id"], ["anomaly.id"], name=op.f("fk_intervention_anomaly_anomaly_id")
        ),
        sa.ForeignKeyConstraint(
            ["intervention_id"],
            ["intervention.id"],
            name=op.f("fk_intervention_anomaly_intervention_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intervention_anomaly")),
    )
    op.create_index(
        "ix_intervention_anomaly_anomaly_id", "intervention_anomaly", ["anomaly_id"], unique=False
    )
    op.create_index(
        "ix_intervention_anomaly_intervention_id",
        "intervention_anomaly",
        ["intervention_id"],
        unique=False,
    )
    op.create_index(
        "uq_intervention_anomaly_held",
        "intervention_anomaly",
        ["anomaly_id"],
        unique=True,
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_table(
        "intervention_assignee",
        sa.Column("intervention_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["intervention_id"],
            ["intervention.id"],
            name=op.f("fk_intervention_assignee_intervention_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_intervention_assignee_membership_id"),
        ),
        sa.PrimaryKeyConstraint(
            "intervention_id", "membership_id", name=op.f("pk_intervention_assignee")
        ),
    )
    op.create_index(
        op.f("ix_intervention_assignee_membership_id"),
        "intervention_assignee",
        ["membership_id"],
        unique=False,
    )
    op.create_table(
        "outside_link",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("intervention_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "asked",
                "accepted",
                "proposed",
                "declined",
                "done",
                name="outsideanswer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["membership.id"], name=op.f("fk_outside_link_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outside_link_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["intervention.id"], name=op.f("fk_outside_link_intervention_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_link")),
    )
    op.create_index(op.f("ix_outside_link_author_id"), "outside_link", ["author_id"], unique=False)
    op.create_index(
        op.f("ix_outside_link_company_id"), "outside_link", ["company_id"], unique=False
    )
    op.create_index(
        op.f("ix_outside_link_intervention_id"), "outside_link", ["intervention_id"], unique=False
    )
    op.create_table(
        "work_session",
        sa.Column("intervention_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["intervention.id"], name=op.f("fk_work_session_intervention_id")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["membership.id"], name=op.f("fk_work_session_worker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_session")),
    )
    op.create_index(
        op.f("ix_work_session_intervention_id"), "work_session", ["intervention_id"], unique=False
    )
    op.create_index(op.f("ix_work_session_worker_id"), "work_session", ["worker_id"], unique=False)
    op.create_index(
        "uq_work_session_running",
        "work_session",
        ["worker_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "intervention_entry",
        sa.Column("intervention_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("link_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "planned",
                "moved",
                "assigned",
                "edited",
                "transition",
                "comment",
                "work_started",
                "work_stopped",
                "line_added",
                "line_changed",
                "line_removed",
                "photo_added",
                "photo_removed",
                "document_added",
                "link_made",
                "link_revoked",
                "outside_accepted",
                "outside_proposed",
                "outside_declined",
                "outside_done",
                name="interventionentrykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "from_status",
            sa.Enum(
                "planned",
                "in_progress",
                "awaiting_parts",
                "completed",
                "cancelled",
                name="from_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "planned",
                "in_progress",
                "awaiting_parts",
                "completed",
                "cancelled",
                name="to_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["membership.id"], name=op.f("fk_intervention_entry_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["intervention_id"],
            ["intervention.id"],
            name=op.f("fk_intervention_entry_intervention_id"),
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["outside_link.id"], name=op.f("fk_intervention_entry_link_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intervention_entry")),
    )
    op.create_index(
        op.f("ix_intervention_entry_actor_id"), "intervention_entry", ["actor_id"], unique=False
    )
    op.create_index(
        "ix_intervention_entry_intervention_id_at",
        "intervention_entry",
        ["intervention_id", "at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_intervention_entry_link_id"), "intervention_entry", ["link_id"], unique=False
    )
    op.create_table(
        "intervention_line",
        sa.Column("intervention_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "labour",
                "parts",
                name="linekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Numeric(precision=10, scale=3), nullable=True),
        sa.Column("unit_price", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("cost", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["membership.id"], name=op.f("fk_intervention_line_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["intervention_id"],
            ["intervention.id"],
            name=op.f("fk_intervention_line_intervention_id"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["work_session.id"], name=op.f("fk_intervention_line_session_id")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["membership.id"], name=op.f("fk_intervention_line_worker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intervention_line")),
        sa.UniqueConstraint("session_id", name=op.f("uq_intervention_line_session_id")),
    )
    op.create_index(
        op.f("ix_intervention_line_author_id"), "intervention_line", ["author_id"], unique=False
    )
    op.create_index(
        op.f("ix_intervention_line_intervention_id"),
        "intervention_line",
        ["intervention_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_intervention_line_worker_id"), "intervention_line", ["worker_id"], unique=False
    )
    op.create_table(
        "intervention_deadline",
        sa.Column("intervention_id", sa.Uuid(), nullable=False),
        sa.Column("deadline_id", sa.Uuid(), nullable=False),
        sa.Column("renewal_id", sa.Uuid(), nullable=True),
        sa.Column("given_back", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["deadline_id"], ["deadline.id"], name=op.f("fk_intervention_deadline_deadline_id")
        ),
        sa.ForeignKeyConstraint(
            ["intervention_id"],
            ["intervention.id"],
            name=op.f("fk_intervention_deadline_intervention_id"),
        ),
        sa.ForeignKeyConstraint(
            ["renewal_id"], ["renewal.id"], name=op.f("fk_intervention_deadline_renewal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intervention_deadline")),
    )
    op.create_index(
        "ix_intervention_deadline_deadline_id",
        "intervention_deadline",
        ["deadline_id"],
        unique=False,
    )
    op.create_index(
        "ix_intervention_deadline_intervention_id",
        "intervention_deadline",
        ["intervention_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_intervention_deadline_renewal_id"),
        "intervention_deadline",
        ["renewal_id"],
        unique=False,
    )
    op.create_index(
        "uq_intervention_deadline_held",
        "intervention_deadline",
        ["deadline_id"],
        unique=True,
        postgresql_where=sa.text("renewal_id IS NULL AND NOT given_back"),
    )
    op.add_column("document", sa.Column("intervention_id", sa.Uuid(), nullable=True))
    op.create_index(
        op.f("ix_document_intervention_id"), "document", ["intervention_id"], unique=False
    )
    op.create_foreign_key(
        op.f("fk_document_intervention_id"), "document", "intervention", ["intervention_id"], ["id"]
    )
    op.add_column("membership", sa.Column("pin_hash", sa.String(length=200), nullable=True))
    op.add_column(
        "membership", sa.Column("pin_failures", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column(
        "membership", sa.Column("pin_locked_until", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("photo", sa.Column("intervention_id", sa.Uuid(), nullable=True))
    op.add_column(
        "photo",
        sa.Column(
            "stage",
            sa.Enum(
                "before",
                "after",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
    )
    op.add_column("photo", sa.Column("link_id", sa.Uuid(), nullable=True))
    op.alter_column("photo", "anomaly_id", existing_type=sa.UUID(), nullable=True)
    op.alter_column("photo", "sender_id", existing_type=sa.UUID(), nullable=True)
    op.create_index(op.f("ix_photo_link_id"), "photo", ["link_id"], unique=False)
    op.create_unique_constraint(
        op.f("uq_photo_intervention_id_sha256"), "photo", ["intervention_id", "sha256"]
    )
    op.create_foreign_key(
        op.f("fk_photo_intervention_id"), "photo", "intervention", ["intervention_id"], ["id"]
    )
    op.create_foreign_key(op.f("fk_photo_link_id"), "photo", "outside_link", ["link_id"], ["id"])
    op.add_column("sign_in", sa.Column("screen_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_sign_in_screen_id"), "sign_in", ["screen_id"], unique=False)
    op.create_foreign_key(op.f("fk_sign_in_screen_id"), "sign_in", "screen", ["screen_id"], ["id"])
    op.add_column("timeline_entry", sa.Column("intervention_id", sa.Uuid(), nullable=True))
    op.create_index(
        op.f("ix_timeline_entry_intervention_id"),
        "timeline_entry",
        ["intervention_id"],
        unique=False,
    )
    op.create_foreign_key(
        op.f("fk_timeline_entry_intervention_id"),
        "timeline_entry",
        "intervention",
        ["intervention_id"],
        ["id"],
    )
    op.add_column(
        "workshop",
        sa.Column("opening_hours", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    )
    op.add_column(
        "workshop",
        sa.Column(
            "closures", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False
        ),
    )
    op.add_column(
        "workshop",
        sa.Column("closed_on_holidays", sa.Boolean(), server_default="true", nullable=False),
    )
    op.add_column(
        "workshop", sa.Column("hourly_rate", sa.Numeric(precision=8, scale=2), nullable=True)
    )
    for name, rule in PHOTO_RULES.items():
        op.create_check_constraint(op.f(f"ck_photo_{name}"), "photo", rule)
    for table, name, column, old, added in KINDS:
        limit(table, name, column, (*old, *added))


def limit(table: str, name: str, column: str, values: tuple[str, ...]) -> None:
    """Let the column hold these values alone."""
    constraint = op.f(f"ck_{table}_{name}")
    op.drop_constraint(constraint, table, type_="check")
    op.create_check_constraint(constraint, table, sa.column(column).in_(values))


def downgrade() -> None:
    """Take it all away. Photos of repairs go with the repairs; their files stay in the storage."""
    for table, name, column, old, added in KINDS:
        rows = sa.table(table, sa.column(column))
        op.execute(sa.delete(rows).where(rows.c[column].in_(added)))
        limit(table, name, column, old)
    for name in PHOTO_RULES:
        op.drop_constraint(op.f(f"ck_photo_{name}"), "photo", type_="check")
    photos = sa.table("photo", sa.column("anomaly_id"), sa.column("sender_id"))
    op.execute(
        sa.delete(photos).where(photos.c.anomaly_id.is_(None) | photos.c.sender_id.is_(None))
    )
    op.drop_column("workshop", "hourly_rate")
    op.drop_column("workshop", "closed_on_holidays")
    op.drop_column("workshop", "closures")
    op.drop_column("workshop", "opening_hours")
    op.drop_constraint(
        op.f("fk_timeline_entry_intervention_id"), "timeline_entry", type_="foreignkey"
    )
    op.drop_index(op.f("ix_timeline_entry_intervention_id"), table_name="timeline_entry")
    op.drop_column("timeline_entry", "intervention_id")
    op.drop_constraint(op.f("fk_sign_in_screen_id"), "sign_in", type_="foreignkey")
    op.drop_index(op.f("ix_sign_in_screen_id"), table_name="sign_in")
    op.drop_column("sign_in", "screen_id")
    op.drop_constraint(op.f("fk_photo_link_id"), "photo", type_="foreignkey")
    op.drop_constraint(op.f("fk_photo_intervention_id"), "photo", type_="foreignkey")
    op.drop_constraint(op.f("uq_photo_intervention_id_sha256"), "photo", type_="unique")
    op.drop_index(op.f("ix_photo_link_id"), table_name="photo")
    op.alter_column("photo", "sender_id", existing_type=sa.UUID(), nullable=False)
    op.alter_column("photo", "anomaly_id", existing_type=sa.UUID(), nullable=False)
    op.drop_column("photo", "link_id")
    op.drop_column("photo", "stage")
    op.drop_column("photo", "intervention_id")
    op.drop_column("membership", "pin_locked_until")
    op.drop_column("membership", "pin_failures")
    op.drop_column("membership", "pin_hash")
    op.drop_constraint(op.f("fk_document_intervention_id"), "document", type_="foreignkey")
    op.drop_index(op.f("ix_document_intervention_id"), table_name="document")
    op.drop_column("document", "intervention_id")
    op.drop_index(
        "uq_intervention_deadline_held",
        table_name="intervention_deadline",
        postgresql_where=sa.text("renewal_id IS NULL AND NOT given_back"),
    )
    op.drop_index(op.f("ix_intervention_deadline_renewal_id"), table_name="intervention_deadline")
    op.drop_index("ix_intervention_deadline_intervention_id", table_name="intervention_deadline")
    op.drop_index("ix_intervention_deadline_deadline_id", table_name="intervention_deadline")
    op.drop_table("intervention_deadline")
    op.drop_index(op.f("ix_intervention_line_worker_id"), table_name="intervention_line")
    op.drop_index(op.f("ix_intervention_line_intervention_id"), table_name="intervention_line")
    op.drop_index(op.f("ix_intervention_line_author_id"), table_name="intervention_line")
    op.drop_table("intervention_line")
    op.drop_index(op.f("ix_intervention_entry_link_id"), table_name="intervention_entry")
    op.drop_index("ix_intervention_entry_intervention_id_at", table_name="intervention_entry")
    op.drop_index(op.f("ix_intervention_entry_actor_id"), table_name="intervention_entry")
    op.drop_table("intervention_entry")
    op.drop_index(
        "uq_work_session_running",
        table_name="work_session",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_work_session_worker_id"), table_name="work_session")
    op.drop_index(op.f("ix_work_session_intervention_id"), table_name="work_session")
    op.drop_table("work_session")
    op.drop_index(op.f("ix_outside_link_intervention_id"), table_name="outside_link")
    op.drop_index(op.f("ix_outside_link_company_id"), table_name="outside_link")
    op.drop_index(op.f("ix_outside_link_author_id"), table_name="outside_link")
    op.drop_table("outside_link")
    op.drop_index(
        op.f("ix_intervention_assignee_membership_id"), table_name="intervention_assignee"
    )
    op.drop_table("intervention_assignee")
    op.drop_index(
        "uq_intervention_anomaly_held",
        table_name="intervention_anomaly",
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.drop_index("ix_intervention_anomaly_intervention_id", table_name="intervention_anomaly")
    op.drop_index("ix_intervention_anomaly_anomaly_id", table_name="intervention_anomaly")
    op.drop_table("intervention_anomaly")
    op.drop_index(
        "uq_intervention_plan_item_open",
        table_name="intervention",
        postgresql_where=sa.text("status IN ('planned', 'in_progress', 'awaiting_parts')"),
    )
    op.drop_index(
        "ix_intervention_workshop_open",
        table_name="intervention",
        postgresql_where=sa.text("status IN ('planned', 'in_progress', 'awaiting_parts')"),
    )
    op.drop_index(op.f("ix_intervention_workshop_id"), table_name="intervention")
    op.drop_index(
        "ix_intervention_equipment_open",
        table_name="intervention",
        postgresql_where=sa.text("status IN ('planned', 'in_progress', 'awaiting_parts')"),
    )
    op.drop_index("ix_intervention_equipment_id_created_at", table_name="intervention")
    op.drop_index("ix_intervention_company_id_starts_at", table_name="intervention")
    op.drop_index(op.f("ix_intervention_author_id"), table_name="intervention")
    op.drop_table("intervention")
    op.drop_index(op.f("ix_plan_item_equipment_id"), table_name="plan_item")
    op.drop_index("ix_plan_item_company_id_due_on", table_name="plan_item")
    op.drop_table("plan_item")
    op.drop_index(op.f("ix_maintenance_plan_workshop_id"), table_name="maintenance_plan")
    op.drop_index(op.f("ix_maintenance_plan_equipment_id"), table_name="maintenance_plan")
    op.drop_index(op.f("ix_maintenance_plan_company_id"), table_name="maintenance_plan")
    op.drop_index(op.f("ix_maintenance_plan_author_id"), table_name="maintenance_plan")
    op.drop_table("maintenance_plan")
    op.drop_index(op.f("ix_screen_company_id"), table_name="screen")
    op.drop_index(op.f("ix_screen_author_id"), table_name="screen")
    op.drop_table("screen")
    op.drop_index(op.f("ix_calendar_feed_member_id"), table_name="calendar_feed")
    op.drop_index(op.f("ix_calendar_feed_company_id"), table_name="calendar_feed")
    op.drop_index(op.f("ix_calendar_feed_author_id"), table_name="calendar_feed")
    op.drop_table("calendar_feed")
    op.drop_index("ix_absence_member_id_ends_on", table_name="absence")
    op.drop_index("ix_absence_company_id_ends_on", table_name="absence")
    op.drop_index(op.f("ix_absence_author_id"), table_name="absence")
    op.drop_table("absence")
