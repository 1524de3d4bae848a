"""The verbs, each module by itself, on a store that is kept in memory."""
