"""The library map: all that can be searched as points in two dimensions."""
