"""Third floor: the survey file, one SQLite file with one way in."""
