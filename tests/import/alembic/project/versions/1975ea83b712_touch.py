"""touch

Revision ID: 1975ea83b712
Revises: ae1027a6acf1
Create Date: 2024-01-02 12:00:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '1975ea83b712'
down_revision: Union[str, Sequence[str], None] = 'ae1027a6acf1'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.execute(
        '''CREATE FUNCTION touch(who text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    -- a semicolon; in a comment
    RETURN 'hello; ' || who;
END;
$$'''
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.execute('DROP FUNCTION touch(text)')
