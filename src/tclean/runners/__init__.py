"""Many documents: in this process, in a pool of processes, on a cluster."""
