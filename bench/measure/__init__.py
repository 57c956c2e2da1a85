"""What bench/run is made of: processes, targets, load, and one module for each kind of row."""
