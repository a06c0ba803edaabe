#!/bin/sh
# Makes bench/peers/.venv with the peers in it: about 3 GB to download, 5.5 GB on disk. PYTHON names a Python 3.12 of another name.
set -eu
cd "$(dirname "$0")"
"${PYTHON:-python3.12}" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 12))' || {
  echo 'Python 3.12 is needed (rebalancer has no wheel for older ones). Maybe PYTHON=/path/to/python3.12 bench/peers/setup.sh' >&2
  exit 2
}
"${PYTHON:-python3.12}" -m venv .venv
.venv/bin/python -m pip install --quiet --no-deps --requirement requirements.txt
.venv/bin/python -c 'import ortools, rebalancer, torchrec; print("peers ready")'
