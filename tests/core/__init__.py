"""Tests of the decisions: working time, deadlines, verdicts."""
