"""The parts of `./kortisto up`: its texts, its child processes, its guardian, the first start."""
