"""Backstory's history step beside other ways to the same rows: measured in turn, contents compared."""
