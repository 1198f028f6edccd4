"""Limits are counted here."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bucket",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("full_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_bucket")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_bucket_full_at"), "bucket", ["full_at"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        # Nobody waits for the disk; a crash of the server empties it, which costs an hour's counts at most.
        op.execute("ALTER TABLE bucket SET UNLOGGED")


def downgrade() -> None:
    op.drop_table("bucket")
