"""Tests; they mirror the package. Those that are timed are in tests.benchmarks."""
