"""orders

Revision ID: 4c5d6e7f8a90
Revises: 3b1f4c2d9e05
Create Date: 2024-01-05 12:00:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '4c5d6e7f8a90'
down_revision: Union[str, Sequence[str], None] = '3b1f4c2d9e05'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        'orders',
        sa.Column('id', sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column('account_id', sa.BigInteger(), sa.ForeignKey('account.id'), nullable=False),
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('orders')
