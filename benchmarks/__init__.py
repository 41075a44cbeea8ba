"""Measurements, each beside the bare thing it is measured against."""
