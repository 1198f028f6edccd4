"""Applications: the order of best match, what changed since; reminders; people who register themselves."""

import sqlalchemy as sa
from alembic import op

import web.db.types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "candidate_sign_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("created_at", web.db.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_sign_up")),
        sa.UniqueConstraint("ref", name=op.f("uq_candidate_sign_up_ref")),
    )
    with op.batch_alter_table("candidate_sign_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_candidate_sign_up_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_candidate_sign_up_email"), ["email"], unique=False)

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wants_reminders", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("reminded_at", web.db.types.UtcDateTime(timezone=True), nullable=True))

    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.add_column(sa.Column("match", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_index(batch_op.f("ix_application_offer_id_match_id"), ["offer_id", "match", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_application_offer_id_sent_at_id"), ["offer_id", "sent_at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_application_offer_id_updated_at"), ["offer_id", "updated_at"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_offer_id_updated_at"))
        batch_op.drop_index(batch_op.f("ix_application_offer_id_sent_at_id"))
        batch_op.drop_index(batch_op.f("ix_application_offer_id_match_id"))
        batch_op.drop_column("match")

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("reminded_at")
        batch_op.drop_column("wants_reminders")

    with op.batch_alter_table("candidate_sign_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidate_sign_up_email"))
        batch_op.drop_index(batch_op.f("ix_candidate_sign_up_created_at"))

    op.drop_table("candidate_sign_up")
