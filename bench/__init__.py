"""Benchmarks: ``python -m bench``. Each measure stands beside something it can be held against, measured in the same run."""
