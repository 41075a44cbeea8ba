"""The drafts: their bytes, their recipients and their texts."""
