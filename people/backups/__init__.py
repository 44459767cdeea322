"""How a whole database is copied, verified and put back; `people.services.backups` are the acts."""
