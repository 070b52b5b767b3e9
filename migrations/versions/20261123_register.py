"""register

Revision: 0002, after 0001, 2026-11-23 08:47:04.810074+00:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OLD_KINDS = ("critical_anomaly", "password_reset")
NEW_KINDS = (
    *OLD_KINDS,
    "deadlines",
    "email_confirmation",
    "invitation",
    "company_export",
)


def upgrade() -> None:
    op.create_table(
        "check_override",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("check", sa.String(length=60), nullable=False),
        sa.Column("first", sa.String(length=20), nullable=True),
        sa.Column("interval", sa.String(length=20), nullable=True),
        sa.Column("off", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["membership.id"], name=op.f("fk_check_override_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_check_override_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_override")),
        sa.UniqueConstraint("company_id", "check", name=op.f("uq_check_override_company_id_check")),
    )
    op.create_table(
        "import_run",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column(
            "target",
            sa.Enum(
                "equipment",
                "people",
                name="importtarget",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "arrived",
                "read",
                "checking",
                "checked",
                "writing",
                "done",
                "refused",
                "failed",
                name="importstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("byte_size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("encoding_guessed", sa.Boolean(), nullable=False),
        sa.Column("heads", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sample", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("matching", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("troubles", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("refusal", sa.String(length=500), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("rows_bad", sa.Integer(), nullable=False),
        sa.Column("rows_new", sa.Integer(), nullable=False),
        sa.Column("rows_changed", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["membership.id"], name=op.f("fk_import_run_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_import_run_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_index(op.f("ix_import_run_company_id"), "import_run", ["company_id"], unique=False)
    op.create_index(
        "ix_import_run_waiting",
        "import_run",
        ["touched_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('arrived', 'checking', 'writing')"),
    )
    op.create_table(
        "deadline_digest",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("news", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_deadline_digest_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_deadline_digest_site_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_digest")),
        sa.UniqueConstraint(
            "company_id",
            "site_id",
            "day",
            name=op.f("uq_deadline_digest_company_id_site_id_day"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "invitation",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("inviter_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "mail",
                "join_card",
                "sign_in_card",
                name="invitationkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "role",
            sa.Enum(
                "driver",
                "workshop",
                "manager",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "trade",
            sa.Enum(
                "mechanic",
                "supervisor",
                "tyre_specialist",
                "refrigeration",
                name="trade",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("workshop_id", sa.Uuid(), nullable=True),
        sa.Column("first_name", sa.String(length=100), nullable=False),
        sa.Column("last_name", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_invitation_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["inviter_id"], ["membership.id"], name=op.f("fk_invitation_inviter_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["membership.id"], name=op.f("fk_invitation_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name=op.f("fk_invitation_workshop_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    op.create_index(op.f("ix_invitation_company_id"), "invitation", ["company_id"], unique=False)
    op.create_index(op.f("ix_invitation_member_id"), "invitation", ["member_id"], unique=False)
    op.create_table(
        "blank_label",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("billun_id", sa.String(length=20), nullable=False),
        sa.Column("billun_id_key", sa.String(length=20), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("equipment_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["membership.id"], name=op.f("fk_blank_label_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_blank_label_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["equipment_id"], ["equipment.id"], name=op.f("fk_blank_label_equipment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blank_label")),
        sa.UniqueConstraint("billun_id", name=op.f("uq_blank_label_billun_id")),
    )
    op.create_index(
        op.f("ix_blank_label_billun_id_key"), "blank_label", ["billun_id_key"], unique=False
    )
    op.create_index(op.f("ix_blank_label_company_id"), "blank_label", ["company_id"], unique=False)
    op.create_table(
        "document",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("equipment_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("byte_size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "stored",
                "ready",
                "failed",
                name="documentstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["membership.id"], name=op.f("fk_document_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_document_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["equipment_id"], ["equipment.id"], name=op.f("fk_document_equipment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_index(
        "ix_document_equipment_id_kind", "document", ["equipment_id", "kind"], unique=False
    )
    op.create_index(
        "ix_document_stored",
        "document",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("state = 'stored'"),
    )
    op.create_table(
        "equipment_change",
        sa.Column("equipment_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
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
                name="changekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["membership.id"], name=op.f("fk_equipment_change_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["equipment_id"], ["equipment.id"], name=op.f("fk_equipment_change_equipment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment_change")),
    )
    op.create_index(
        op.f("ix_equipment_change_actor_id"), "equipment_change", ["actor_id"], unique=False
    )
    op.create_index(
        "ix_equipment_change_equipment_id_created_at",
        "equipment_change",
        ["equipment_id", "created_at"],
        unique=False,
    )
    op.create_table(
        "equipment_code",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("equipment_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("code_key", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["membership.id"], name=op.f("fk_equipment_code_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_equipment_code_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["equipment_id"], ["equipment.id"], name=op.f("fk_equipment_code_equipment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment_code")),
        sa.UniqueConstraint(
            "company_id", "code_key", name=op.f("uq_equipment_code_company_id_code_key")
        ),
    )
    op.create_index(
        op.f("ix_equipment_code_code_key"), "equipment_code", ["code_key"], unique=False
    )
    op.create_index(
        op.f("ix_equipment_code_equipment_id"), "equipment_code", ["equipment_id"], unique=False
    )
    op.create_table(
        "meter_reading",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("equipment_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column(
            "meter",
            sa.Enum(
                "km", "hours", name="meter", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("value", sa.Numeric(precision=12, scale=1), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "person",
                "import",
                "report",
                name="readingsource",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["membership.id"], name=op.f("fk_meter_reading_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_meter_reading_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["equipment_id"], ["equipment.id"], name=op.f("fk_meter_reading_equipment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meter_reading")),
    )
    op.create_index(
        "ix_meter_reading_equipment_id_meter_read_at",
        "meter_reading",
        ["equipment_id", "meter", "read_at"],
        unique=False,
    )
    op.create_table(
        "safety_item",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("equipment_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_safety_item_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_safety_item_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["equipment_id"], ["equipment.id"], name=op.f("fk_safety_item_equipment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_item")),
        sa.UniqueConstraint("equipment_id", "item", name=op.f("uq_safety_item_equipment_id_item")),
    )
    op.create_table(
        "deadline",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("equipment_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "check",
                "document",
                "safety_item",
                name="deadlinesource",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "blocks",
            sa.Enum(
                "driving",
                "function",
                name="blocks",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("function", sa.String(length=20), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_is_given", sa.Boolean(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("counted_from", sa.Date(), nullable=True),
        sa.Column(
            "result",
            sa.Enum(
                "passed",
                "retest",
                "failed",
                name="result",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("permanent", sa.Boolean(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("applies", sa.Boolean(), nullable=False),
        sa.Column("told_at_days", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_deadline_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_deadline_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["equipment_id"], ["equipment.id"], name=op.f("fk_deadline_equipment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
        sa.UniqueConstraint("equipment_id", "code", name=op.f("uq_deadline_equipment_id_code")),
    )
    op.create_index(
        "ix_deadline_company_id_due_on",
        "deadline",
        ["company_id", "due_on"],
        unique=False,
        postgresql_include=["equipment_id", "applies"],
    )
    op.create_index(op.f("ix_deadline_document_id"), "deadline", ["document_id"], unique=False)
    op.create_table(
        "renewal",
        sa.Column("deadline_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "passed",
                "retest",
                "failed",
                name="result",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["membership.id"], name=op.f("fk_renewal_actor_id")),
        sa.ForeignKeyConstraint(
            ["deadline_id"], ["deadline.id"], name=op.f("fk_renewal_deadline_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_renewal_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal")),
    )
    op.create_index(op.f("ix_renewal_deadline_id"), "renewal", ["deadline_id"], unique=False)
    op.create_index(op.f("ix_renewal_document_id"), "renewal", ["document_id"], unique=False)
    op.add_column("company", sa.Column("logo_key", sa.String(length=200), nullable=True))
    add_filled(
        "company",
        sa.Column("position_retention_days", sa.Integer(), nullable=False, server_default="60"),
    )
    add_filled(
        "company",
        sa.Column("photo_retention_months", sa.Integer(), nullable=False, server_default="12"),
    )
    add_filled(
        "company",
        sa.Column("report_retention_months", sa.Integer(), nullable=False, server_default="60"),
    )
    add_filled(
        "company",
        sa.Column("audit_retention_months", sa.Integer(), nullable=False, server_default="12"),
    )
    add_filled(
        "company",
        sa.Column("closing_retention_days", sa.Integer(), nullable=False, server_default="90"),
    )
    op.add_column("company", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("company", sa.Column("purge_on", sa.Date(), nullable=True))
    op.add_column("company", sa.Column("export_key", sa.String(length=200), nullable=True))
    op.add_column(
        "company", sa.Column("deadlines_stale_since", sa.DateTime(timezone=True), nullable=True)
    )
    add_filled(
        "equipment",
        sa.Column(
            "ownership",
            sa.Enum(
                "own",
                "leased",
                "hired",
                "entrusted",
                name="ownership",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            server_default="own",
        ),
    )
    add_filled(
        "equipment",
        sa.Column("owner_name", sa.String(length=200), nullable=False, server_default=""),
    )
    op.add_column("equipment", sa.Column("contract_ends_on", sa.Date(), nullable=True))
    op.add_column("equipment", sa.Column("parent_id", sa.Uuid(), nullable=True))
    add_filled("equipment", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    add_filled(
        "equipment",
        sa.Column(
            "updated_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
        ),
    )
    op.add_column("equipment", sa.Column("next_due_on", sa.Date(), nullable=True))
    add_filled(
        "equipment",
        sa.Column("unknown_deadlines", sa.Integer(), nullable=False, server_default="0"),
    )
    op.drop_index(op.f("ix_equipment_company_id_sort_key"), table_name="equipment")
    op.create_index(
        "ix_equipment_company_id_list",
        "equipment",
        ["company_id", "sort_key", "id"],
        unique=False,
        postgresql_include=[
            "search_key",
            "family",
            "kind",
            "status",
            "fitness",
            "ownership",
            "site_id",
            "workshop_id",
            "next_due_on",
            "unknown_deadlines",
            "created_at",
        ],
    )
    op.create_index(
        "ix_equipment_company_id_next_due_on",
        "equipment",
        ["company_id", "next_due_on"],
        unique=False,
    )
    op.create_index(
        "ix_equipment_company_id_serial_key",
        "equipment",
        ["company_id", "serial_key"],
        unique=False,
    )
    op.create_index(op.f("ix_equipment_parent_id"), "equipment", ["parent_id"], unique=False)
    op.create_index(
        "uq_equipment_plate",
        "equipment",
        ["company_id", "plate_key", sa.literal_column("coalesce(plate_country, '')")],
        unique=True,
        postgresql_where=sa.text("status NOT IN ('retired', 'provisional')"),
    )
    op.create_foreign_key(
        op.f("fk_equipment_parent_id"), "equipment", "equipment", ["parent_id"], ["id"]
    )
    op.add_column("membership", sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("site", sa.Column("siret", sa.String(length=14), nullable=True))
    add_filled(
        "site",
        sa.Column(
            "content", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default="{}"
        ),
    )
    op.create_index(
        op.f("ix_timeline_entry_actor_id"), "timeline_entry", ["actor_id"], unique=False
    )
    op.create_index(
        op.f("ix_timeline_entry_photo_id"), "timeline_entry", ["photo_id"], unique=False
    )
    op.add_column(
        "user", sa.Column("email_confirmed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("workshop", sa.Column("phone", sa.String(length=20), nullable=True))
    op.add_column("workshop", sa.Column("email", sa.String(length=254), nullable=True))
    op.add_column(
        "workshop", sa.Column("address", sa.String(length=300), server_default="", nullable=False)
    )
    add_filled(
        "workshop",
        sa.Column(
            "content", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default="{}"
        ),
    )
    op.execute("UPDATE membership SET joined_at = created_at")
    # The deadlines of what is there already are made by the job that finds these.
    op.execute("UPDATE company SET deadlines_stale_since = now()")
    op.drop_constraint(op.f("ck_delivery_deliverykind"), "delivery", type_="check")
    op.create_check_constraint(op.f("ck_delivery_deliverykind"), "delivery", kinds(NEW_KINDS))


def add_filled(table: str, column: sa.Column) -> None:
    """A column that must hold something, with its first value in the rows that are there."""
    op.add_column(table, column)
    op.alter_column(table, column.name, server_default=None)


def kinds(of_deliveries: tuple[str, ...]) -> str:
    return f"kind IN ({', '.join(repr(kind) for kind in of_deliveries)})"


def downgrade() -> None:
    op.drop_constraint(op.f("ck_delivery_deliverykind"), "delivery", type_="check")
    op.execute("DELETE FROM delivery WHERE kind NOT IN ('critical_anomaly', 'password_reset')")
    op.create_check_constraint(op.f("ck_delivery_deliverykind"), "delivery", kinds(OLD_KINDS))
    op.drop_column("workshop", "content")
    op.drop_column("workshop", "address")
    op.drop_column("workshop", "email")
    op.drop_column("workshop", "phone")
    op.drop_column("user", "email_confirmed_at")
    op.drop_index(op.f("ix_timeline_entry_photo_id"), table_name="timeline_entry")
    op.drop_index(op.f("ix_timeline_entry_actor_id"), table_name="timeline_entry")
    op.drop_column("site", "content")
    op.drop_column("site", "siret")
    op.drop_column("membership", "joined_at")
    op.drop_constraint(op.f("fk_equipment_parent_id"), "equipment", type_="foreignkey")
    op.drop_index(
        "uq_equipment_plate",
        table_name="equipment",
        postgresql_where=sa.text("status NOT IN ('retired', 'provisional')"),
    )
    op.drop_index(op.f("ix_equipment_parent_id"), table_name="equipment")
    op.drop_index("ix_equipment_company_id_serial_key", table_name="equipment")
    op.drop_index("ix_equipment_company_id_next_due_on", table_name="equipment")
    op.drop_index(
        "ix_equipment_company_id_list",
        table_name="equipment",
        postgresql_include=[
            "search_key",
            "family",
            "kind",
            "status",
            "fitness",
            "ownership",
            "site_id",
            "workshop_id",
            "next_due_on",
            "unknown_deadlines",
            "created_at",
        ],
    )
    op.create_index(
        op.f("ix_equipment_company_id_sort_key"),
        "equipment",
        ["company_id", "sort_key", "id"],
        unique=False,
    )
    op.drop_column("equipment", "unknown_deadlines")
    op.drop_column("equipment", "next_due_on")
    op.drop_column("equipment", "updated_at")
    op.drop_column("equipment", "version")
    op.drop_column("equipment", "parent_id")
    op.drop_column("equipment", "contract_ends_on")
    op.drop_column("equipment", "owner_name")
    op.drop_column("equipment", "ownership")
    op.drop_column("company", "deadlines_stale_since")
    op.drop_column("company", "export_key")
    op.drop_column("company", "purge_on")
    op.drop_column("company", "closed_at")
    op.drop_column("company", "closing_retention_days")
    op.drop_column("company", "audit_retention_months")
    op.drop_column("company", "report_retention_months")
    op.drop_column("company", "photo_retention_months")
    op.drop_column("company", "position_retention_days")
    op.drop_column("company", "logo_key")
    op.drop_index(op.f("ix_renewal_document_id"), table_name="renewal")
    op.drop_index(op.f("ix_renewal_deadline_id"), table_name="renewal")
    op.drop_table("renewal")
    op.drop_index(op.f("ix_deadline_document_id"), table_name="deadline")
    op.drop_index(
        "ix_deadline_company_id_due_on",
        table_name="deadline",
        postgresql_include=["equipment_id", "applies"],
    )
    op.drop_table("deadline")
    op.drop_table("safety_item")
    op.drop_index("ix_meter_reading_equipment_id_meter_read_at", table_name="meter_reading")
    op.drop_table("meter_reading")
    op.drop_index(op.f("ix_equipment_code_equipment_id"), table_name="equipment_code")
    op.drop_index(op.f("ix_equipment_code_code_key"), table_name="equipment_code")
    op.drop_table("equipment_code")
    op.drop_index("ix_equipment_change_equipment_id_created_at", table_name="equipment_change")
    op.drop_index(op.f("ix_equipment_change_actor_id"), table_name="equipment_change")
    op.drop_table("equipment_change")
    op.drop_index(
        "ix_document_stored", table_name="document", postgresql_where=sa.text("state = 'stored'")
    )
    op.drop_index("ix_document_equipment_id_kind", table_name="document")
    op.drop_table("document")
    op.drop_index(op.f("ix_blank_label_company_id"), table_name="blank_label")
    op.drop_index(op.f("ix_blank_label_billun_id_key"), table_name="blank_label")
    op.drop_table("blank_label")
    op.drop_index(op.f("ix_invitation_member_id"), table_name="invitation")
    op.drop_index(op.f("ix_invitation_company_id"), table_name="invitation")
    op.drop_table("invitation")
    op.drop_table("deadline_digest")
    op.drop_index(
        "ix_import_run_waiting",
        table_name="import_run",
        postgresql_where=sa.text("state IN ('arrived', 'checking', 'writing')"),
    )
    op.drop_index(op.f("ix_import_run_company_id"), table_name="import_run")
    op.drop_table("import_run")
    op.drop_table("check_override")
