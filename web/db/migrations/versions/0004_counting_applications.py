"""Applications: counting them, and reading them in no order, by an index alone."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_application_offer_id_stage_favourite"),
            ["offer_id", "stage", "favourite"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_application_offer_id_ref"), ["offer_id", "ref"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_offer_id_ref"))
        batch_op.drop_index(batch_op.f("ix_application_offer_id_stage_favourite"))
