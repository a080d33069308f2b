#!/bin/sh
# A scheduler here and workers on other machines, over plain SSH: ssh.sh HOST...
# Prints the address for `jumelage extract INPUT -o OUTPUT --scheduler ADDRESS`; Ctrl-C ends it all.
# Inputs, output, rules and the environment (BIN) must be at the same paths on all machines.
set -eu
BIN=${BIN:-$PWD/.venv/bin}
PORT=${PORT:-8786}
ADDRESS=tcp://$(hostname):$PORT

"$BIN/dask" scheduler --port "$PORT" --no-dashboard &
trap 'kill $(jobs -p)' EXIT INT TERM
for host in "$@"; do
    # -tt: what runs there ends with the connection. One worker for each core of the machine.
    ssh -tt "$host" "'$BIN/dask' worker '$ADDRESS' --nworkers auto --nthreads 1 --no-dashboard" </dev/null &
done
echo "$ADDRESS"
wait
