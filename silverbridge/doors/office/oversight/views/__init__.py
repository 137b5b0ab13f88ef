"""The rooms of oversight."""
