"""Ground floor: what an answer, a record and a change are. Imports nothing of ours from above."""
