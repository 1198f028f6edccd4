"""Candidates: the mail addresses they had, told of the change."""

import sqlalchemy as sa
from alembic import op

from web.db.types import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("left_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_former_address_candidate_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_address")),
        sa.UniqueConstraint("ref", name=op.f("uq_former_address_ref")),
    )
    with op.batch_alter_table("former_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_former_address_candidate_id"), ["candidate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_former_address_left_at"), ["left_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("former_address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_former_address_left_at"))
        batch_op.drop_index(batch_op.f("ix_former_address_candidate_id"))

    op.drop_table("former_address")
