#!/bin/sh
# Run cs from this checkout. The first run makes .venv, and so does one after setup.cfg or
# constraints.txt has changed. Needs sh and Python 3.11 or newer.
# Most runs start no program but cs itself: a process costs as much as reading a thousand records.
this=$0
[ ! -L "$this" ] || this=$(readlink -f -- "$this")
case $this in
    */*) root=${this%/*} ;;
    *) root=. ;;
esac
venv=$root/.venv

fail() { echo "cs: $*" >&2; exit 1; }

# .venv/ok names the folder it was made in, because a moved environment does not run.
made_here() { [ -x "$venv/bin/python" ] && read -r made 2>/dev/null <"$venv/ok" && [ "$made" -ef "$root" ]; }

ready() { made_here && ! [ "$root/setup.cfg" -nt "$venv/ok" ] && ! [ "$root/constraints.txt" -nt "$venv/ok" ]; }

find_python() {
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        "$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return
    done
    fail "Python 3.11 or newer is needed, and there is none on the PATH"
}

make_environment() {
    rm -rf "$venv/ok" "$venv/dev" "$venv/bin" "$venv/include" "$venv/lib" "$venv/lib64" "$venv/pyvenv.cfg"
    "$python" -I -m venv "$venv" || fail "Python cannot make $venv; on Debian or Ubuntu: apt install python3-venv"
}

set_up() {
    find_python
    mkdir -p "$venv" && [ -w "$venv" ] || fail "cannot write to $venv"
    exec 9>"$venv/lock"
    # The lock belongs to descriptor 9, not to this Python: it lasts as long as the shell, however that ends.
    "$python" -I -c 'import fcntl; fcntl.flock(0, fcntl.LOCK_EX)' <&9 || fail "cannot lock $venv"
    ready && return
    echo "cs: preparing $venv, which takes half a minute or so" >&2
    made_here || make_environment
    (cd -- "$root" && pwd -P) >"$venv/ok.new" # before installing: a change meanwhile is newer
    PYTHONWARNINGS=ignore "$venv/bin/python" -I -W ignore -m pip install -q --no-input --disable-pip-version-check \
        -c "$root/constraints.txt" -e "$root" || fail "the packages could not be installed; see above"
    # Also where PYTHONDONTWRITEBYTECODE keeps Python from doing it: reading source takes longest.
    "$venv/bin/python" -I -m compileall -q "$root/cs_cli"
    mv "$venv/ok.new" "$venv/ok"
}

ready || set_up </dev/null >&2
# Apart from variables such as PYTHONPATH, which may name a folder that is not to be trusted.
exec "$venv/bin/python" -I "$venv/bin/cs" "$@" 9>&-
