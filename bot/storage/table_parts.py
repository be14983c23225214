"""What the tables share: row ids, conditions of partial indexes."""

from sqlalchemy import BigInteger, Column, Integer, text

ROW_ID = BigInteger().with_variant(Integer, "sqlite")
IS_NEW = text("state = 'new'")
IS_WAITING = text("state = 'waiting'")
IS_OPEN = text("state IN ('new', 'claimed')")


def row_id(name: str = "seq") -> Column[int]:
    """A number that only ever grows, also after deletes (tables say sqlite_autoincrement)."""
    return Column(name, ROW_ID, primary_key=True, autoincrement=True)
