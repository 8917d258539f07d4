"""flags

Revision ID: 3b1f4c2d9e05
Revises: 27c6a30d7c24
Create Date: 2024-01-04 12:00:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '3b1f4c2d9e05'
down_revision: Union[str, Sequence[str], None] = '27c6a30d7c24'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column('account', sa.Column('active', sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute("INSERT INTO account (email) VALUES ('a;b@example.com')")


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column('account', 'active')
