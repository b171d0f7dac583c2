"""The Qt application. Knows the engine by its protocol alone."""
