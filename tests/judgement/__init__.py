"""The judgement measured on labelled mail."""
