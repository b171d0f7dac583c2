"""The Qt application: a search box, results with pictures, and the way to add folders."""
