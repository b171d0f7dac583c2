"""Which files belong to the library: the rules, the scan of a folder, the watch over it."""
