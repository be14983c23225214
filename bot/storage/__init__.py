"""Everything that is kept: tables, encryption, migrations, and one store in front of them."""
