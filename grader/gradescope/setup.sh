#!/usr/bin/env bash
# Runs once, as root, when the platform builds its image.
set -euo pipefail

root=${AUTOGRADER_ROOT:-/autograder}
files=$root/source
python=$root/env/bin/python

fits() {
    "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if fits "$name"; then
            echo "$name"
            return
        fi
    done
    return 1
}

install_python() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    apt-get install -y --no-install-recommends python3 python3-venv
    find_python || apt-get install -y --no-install-recommends python3.11 python3.11-venv
} >&2

find_python >/dev/null || install_python
found=$(find_python) || {
    echo "setup.sh: there is no Python of version 3.11 or newer: choose an image that has one" >&2
    exit 1
}

"$found" -m venv "$root/env"
PIP_CONFIG_FILE=$files/pip.conf "$python" -m pip install --no-cache-dir -c "$files/constraints.txt" "$files"/packages/*.whl

# An image on which the references do not get all points would take them from students.
"$python" -m grader.gradescope.run --prove "$root"
