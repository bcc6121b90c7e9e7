#!/bin/sh
# Installs what building and testing need on Debian 12 (tests/ci/packages.txt).
# As root or through sudo; does nothing, and needs no network, where all of it
# is there already.
set -eu

list=$(dirname "$0")/packages.txt
packages=$(sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$list")

missing=
for package in $packages; do
    # ${Status} of a package that was never there is an error, not a line.
    status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
    [ "$status" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "install.sh: run as root, or install sudo; missing:$missing" >&2
        exit 1
    }
    as_root="sudo"
fi

# Messages go to stderr: what follows on the command line owns stdout.
{
    $as_root apt-get update -q
    # shellcheck disable=SC2086 # one word a package
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends $missing
} >&2
