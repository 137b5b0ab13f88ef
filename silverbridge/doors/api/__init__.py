"""The door for programs of partners: the same requests as at every other door, as JSON."""
