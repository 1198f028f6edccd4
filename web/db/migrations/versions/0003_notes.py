"""Notes: who edited them, and which text an editor has seen."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edited_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_foreign_key(batch_op.f("fk_note_edited_by"), "account", ["edited_by"], ["id"])

    with op.batch_alter_table("note_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edited_by", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_note_version_edited_by"), "account", ["edited_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("note_version", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_note_version_edited_by"), type_="foreignkey")
        batch_op.drop_column("edited_by")

    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_note_edited_by"), type_="foreignkey")
        batch_op.drop_column("revision")
        batch_op.drop_column("edited_by")
