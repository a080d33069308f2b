"""A scheduler whose workers are SLURM jobs: python slurm.py, on the login node, in a terminal left open.

Prints the address for `jumelage extract INPUT -o OUTPUT --scheduler ADDRESS`. Inputs, output, rules and the
environment with jumelage must be at the same paths on all nodes.
"""

from dask_jobqueue import SLURMCluster

cluster = SLURMCluster(
    cores=1,
    processes=1,
    memory="3GB",  # a worker needs about one; the rest is for documents that are large
    walltime="04:00:00",
    job_extra_directives=["--job-name=jumelage"],
)

if __name__ == "__main__":
    # As many jobs as there are shards waiting, forty at most; what a job leaves undone, another one does.
    cluster.adapt(maximum_jobs=40)
    print(cluster.scheduler_address, flush=True)
    input("Enter ends the scheduler and its jobs.\n")
