"""Official registries of organisations (ROR, FINESS): import of their dumps, and identifiers from them."""
