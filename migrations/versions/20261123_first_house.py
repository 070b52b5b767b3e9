"""first house

Revision: 0001, after , 2026-11-23 04:50:19.665164+00:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "company",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("siret", sa.String(length=14), nullable=True),
        sa.Column("vat_number", sa.String(length=20), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("postcode", sa.String(length=12), nullable=True),
        sa.Column("city", sa.String(length=100), nullable=True),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("emergency_phone", sa.String(length=20), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
        sa.UniqueConstraint("siret", name=op.f("uq_company_siret")),
    )
    op.create_table(
        "user",
        sa.Column("first_name", sa.String(length=100), nullable=False),
        sa.Column("last_name", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("locale", sa.String(length=5), nullable=True),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "email IS NOT NULL OR phone IS NOT NULL", name=op.f("ck_user_reachable")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("phone", name=op.f("uq_user_phone")),
    )
    op.create_index("uq_user_email", "user", [sa.literal_column("lower(email)")], unique=True)
    op.create_table(
        "delivery",
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "critical_anomaly",
                "password_reset",
                name="deliverykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sent",
                "failed",
                name="deliverystate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_delivery_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["user.id"], name=op.f("fk_delivery_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "kind",
            "subject_id",
            "recipient_id",
            name=op.f("uq_delivery_kind_subject_id_recipient_id"),
        ),
    )
    op.create_index(op.f("ix_delivery_company_id"), "delivery", ["company_id"], unique=False)
    op.create_index(
        "ix_delivery_queued",
        "delivery",
        ["next_attempt_at"],
        unique=False,
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_table(
        "membership",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
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
        sa.Column("is_main_manager", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_membership_company_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_membership_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("user_id", "company_id", name=op.f("uq_membership_user_id_company_id")),
    )
    op.create_index(op.f("ix_membership_company_id"), "membership", ["company_id"], unique=False)
    op.create_index(
        "uq_membership_main_manager",
        "membership",
        ["company_id"],
        unique=True,
        postgresql_where=sa.text("is_main_manager"),
    )
    op.create_table(
        "sign_in",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "pages", "api", name="channel", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("device", sa.String(length=300), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refresh_token_id", sa.String(length=40), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_sign_in_membership_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_sign_in_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
    )
    op.create_index(op.f("ix_sign_in_user_id"), "sign_in", ["user_id"], unique=False)
    op.create_table(
        "site",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("postcode", sa.String(length=12), nullable=False),
        sa.Column("city", sa.String(length=100), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("manager_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_site_company_id")),
        sa.ForeignKeyConstraint(["manager_id"], ["membership.id"], name=op.f("fk_site_manager_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
    )
    op.create_index(op.f("ix_site_company_id"), "site", ["company_id"], unique=False)
    op.create_table(
        "workshop",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("external", sa.Boolean(), nullable=False),
        sa.Column("bays", postgresql.ARRAY(sa.String(length=40)), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_workshop_company_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_workshop_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
    )
    op.create_index(op.f("ix_workshop_company_id"), "workshop", ["company_id"], unique=False)
    op.create_table(
        "equipment",
        sa.Column("billun_id", sa.String(length=20), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("internal_id", sa.String(length=40), nullable=True),
        sa.Column("plate", sa.String(length=20), nullable=True),
        sa.Column("plate_country", sa.String(length=3), nullable=True),
        sa.Column("plate_normalised", sa.String(length=20), nullable=True),
        sa.Column("vin", sa.String(length=40), nullable=True),
        sa.Column("serial", sa.String(length=60), nullable=True),
        sa.Column("make", sa.String(length=80), nullable=False),
        sa.Column("model", sa.String(length=80), nullable=False),
        sa.Column("first_registered_on", sa.Date(), nullable=True),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("workshop_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "provisional",
                "active",
                "in_workshop",
                "stood_down",
                "retired",
                name="equipmentstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "fitness",
            sa.Enum(
                "fit",
                "repair_planned",
                "restricted",
                "immobilised",
                name="fitness",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("specs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("billun_id_key", sa.String(length=20), nullable=False),
        sa.Column("internal_id_key", sa.String(length=40), nullable=True),
        sa.Column("plate_key", sa.String(length=20), nullable=True),
        sa.Column("vin_key", sa.String(length=40), nullable=True),
        sa.Column("serial_key", sa.String(length=60), nullable=True),
        sa.Column("search_key", sa.String(length=400), nullable=False),
        sa.Column("sort_key", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_equipment_company_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_equipment_site_id")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_equipment_workshop_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment")),
        sa.UniqueConstraint("billun_id", name=op.f("uq_equipment_billun_id")),
        sa.UniqueConstraint(
            "company_id", "internal_id_key", name=op.f("uq_equipment_company_id_internal_id_key")
        ),
    )
    op.create_index("ix_equipment_billun_id_key", "equipment", ["billun_id_key"], unique=False)
    op.create_index(
        "ix_equipment_company_id_plate_key", "equipment", ["company_id", "plate_key"], unique=False
    )
    op.create_index(
        "ix_equipment_company_id_sort_key",
        "equipment",
        ["company_id", "sort_key", "id"],
        unique=False,
    )
    op.create_index(
        "ix_equipment_company_id_vin_key", "equipment", ["company_id", "vin_key"], unique=False
    )
    op.create_index(op.f("ix_equipment_site_id"), "equipment", ["site_id"], unique=False)
    op.create_index(op.f("ix_equipment_workshop_id"), "equipment", ["workshop_id"], unique=False)
    op.create_table(
        "workshop_team",
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_workshop_team_membership_id")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name=op.f("fk_workshop_team_workshop_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", "membership_id", name=op.f("pk_workshop_team")),
    )
    op.create_index(
        op.f("ix_workshop_team_membership_id"), "workshop_team", ["membership_id"], unique=False
    )
    op.create_table(
        "anomaly",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("equipment_id", sa.Uuid(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("sub_category", sa.String(length=40), nullable=True),
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
            nullable=False,
        ),
        sa.Column("criticality_rank", sa.Integer(), nullable=False),
        sa.Column(
            "criticality_reported",
            sa.Enum(
                "green",
                "yellow",
                "orange",
                "red",
                name="criticality_reported",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "incoming",
                "reported",
                "acknowledged",
                "scheduled",
                "in_repair",
                "awaiting_parts",
                "resolved",
                "closed",
                "dismissed",
                "withdrawn",
                name="anomalystatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "circumstance",
            sa.Enum(
                "found",
                "happened",
                name="circumstance",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("photos_expected", sa.Integer(), nullable=False),
        sa.Column("photos_stored", sa.Integer(), nullable=False),
        sa.Column("photos_later", sa.Boolean(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_anomaly_company_id")),
        sa.ForeignKeyConstraint(
            ["equipment_id"], ["equipment.id"], name=op.f("fk_anomaly_equipment_id")
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["membership.id"], name=op.f("fk_anomaly_reporter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anomaly")),
        sa.UniqueConstraint("reference", name=op.f("uq_anomaly_reference")),
    )
    op.create_index(
        "ix_anomaly_company_id_received_at",
        "anomaly",
        ["company_id", "received_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_anomaly_equipment_id_received_at",
        "anomaly",
        ["equipment_id", "received_at"],
        unique=False,
    )
    op.create_index(
        "ix_anomaly_open",
        "anomaly",
        ["company_id", "equipment_id"],
        unique=False,
        postgresql_where=sa.text(
            "status IN ('incoming', 'reported', 'acknowledged', 'scheduled', 'in_repair', 'awaiting_parts')"
        ),
    )
    op.create_index(
        "ix_anomaly_reporter_id_received_at",
        "anomaly",
        ["reporter_id", "received_at"],
        unique=False,
    )
    op.create_table(
        "photo",
        sa.Column("anomaly_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("sender_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "expected",
                "stored",
                "ready",
                "failed",
                name="photostate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "failure",
            sa.Enum(
                "unreadable",
                "original_missing",
                "given_up",
                name="photofailure",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("failure_detail", sa.String(length=300), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("guide", sa.String(length=40), nullable=True),
        sa.Column("media_type", sa.String(length=40), nullable=True),
        sa.Column("byte_size", sa.Integer(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["anomaly_id"], ["anomaly.id"], name=op.f("fk_photo_anomaly_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_photo_company_id")),
        sa.ForeignKeyConstraint(["sender_id"], ["membership.id"], name=op.f("fk_photo_sender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("anomaly_id", "sha256", name=op.f("uq_photo_anomaly_id_sha256")),
    )
    op.create_index(
        "ix_photo_stored",
        "photo",
        ["received_at"],
        unique=False,
        postgresql_where=sa.text("state = 'stored'"),
    )
    op.create_table(
        "timeline_entry",
        sa.Column("anomaly_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "reported",
                "transition",
                "comment",
                "photo_added",
                "seen",
                name="timelinekind",
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
                "incoming",
                "reported",
                "acknowledged",
                "scheduled",
                "in_repair",
                "awaiting_parts",
                "resolved",
                "closed",
                "dismissed",
                "withdrawn",
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
                "incoming",
                "reported",
                "acknowledged",
                "scheduled",
                "in_repair",
                "awaiting_parts",
                "resolved",
                "closed",
                "dismissed",
                "withdrawn",
                name="to_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("photo_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["membership.id"], name=op.f("fk_timeline_entry_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["anomaly_id"], ["anomaly.id"], name=op.f("fk_timeline_entry_anomaly_id")
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_timeline_entry_photo_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline_entry")),
    )
    op.create_index(
        "ix_timeline_entry_anomaly_id_at", "timeline_entry", ["anomaly_id", "at"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_timeline_entry_anomaly_id_at", table_name="timeline_entry")
    op.drop_table("timeline_entry")
    op.drop_index(
        "ix_photo_stored", table_name="photo", postgresql_where=sa.text("state = 'stored'")
    )
    op.drop_table("photo")
    op.drop_index("ix_anomaly_reporter_id_received_at", table_name="anomaly")
    op.drop_index(
        "ix_anomaly_open",
        table_name="anomaly",
        postgresql_where=sa.text(
            "status IN ('incoming', 'reported', 'acknowledged', 'scheduled', 'in_repair', 'awaiting_parts')"
        ),
    )
    op.drop_index("ix_anomaly_equipment_id_received_at", table_name="anomaly")
    op.drop_index("ix_anomaly_company_id_received_at", table_name="anomaly")
    op.drop_table("anomaly")
    op.drop_index(op.f("ix_workshop_team_membership_id"), table_name="workshop_team")
    op.drop_table("workshop_team")
    op.drop_index(op.f("ix_equipment_workshop_id"), table_name="equipment")
    op.drop_index(op.f("ix_equipment_site_id"), table_name="equipment")
    op.drop_index("ix_equipment_company_id_vin_key", table_name="equipment")
    op.drop_index("ix_equipment_company_id_sort_key", table_name="equipment")
    op.drop_index("ix_equipment_company_id_plate_key", table_name="equipment")
    op.drop_index("ix_equipment_billun_id_key", table_name="equipment")
    op.drop_table("equipment")
    op.drop_index(op.f("ix_workshop_company_id"), table_name="workshop")
    op.drop_table("workshop")
    op.drop_index(op.f("ix_site_company_id"), table_name="site")
    op.drop_table("site")
    op.drop_index(op.f("ix_sign_in_user_id"), table_name="sign_in")
    op.drop_table("sign_in")
    op.drop_index(
        "uq_membership_main_manager",
        table_name="membership",
        postgresql_where=sa.text("is_main_manager"),
    )
    op.drop_index(op.f("ix_membership_company_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_index(
        "ix_delivery_queued", table_name="delivery", postgresql_where=sa.text("state = 'queued'")
    )
    op.drop_index(op.f("ix_delivery_company_id"), table_name="delivery")
    op.drop_table("delivery")
    op.drop_index("uq_user_email", table_name="user")
    op.drop_table("user")
    op.drop_table("company")
