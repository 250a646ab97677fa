"""Everything that changes the store: adding, syncing, removing, rebuilding, importing."""
