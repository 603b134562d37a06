"""What the library costs, each time beside the same work done another way; `make bench` prints the ratios."""
