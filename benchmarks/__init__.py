"""Measures the engine beside its limits, in the same run: only the ratios count. `python -m benchmarks`."""
