# Shared by the scripts of this folder; sourced, never run.
# shellcheck shell=bash

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
TOOLS="$ROOT/.tools"
# shellcheck disable=SC2034
readonly ROOT TOOLS

say() { printf '%s\n' "$*"; }
complain() { printf '%s\n' "$*" >&2; }

# stop VIETNAMESE ENGLISH: says what is wrong in both languages and ends.
stop() {
  complain "$1"
  complain "$2"
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# A person who installed Rust a minute ago may not have opened a new shell yet.
find_cargo() {
  if ! have cargo && [ -x "${CARGO_HOME:-${HOME:-/root}/.cargo}/bin/cargo" ]; then
    PATH="${CARGO_HOME:-${HOME:-/root}/.cargo}/bin:$PATH"
    export PATH
  fi
}

require_build_tools() {
  find_cargo
  have cargo || stop \
    "Chưa có Rust (lệnh cargo). Cài Rust theo hướng dẫn của trang chủ Rust, mở lại cửa sổ lệnh rồi chạy lại." \
    "Rust (the cargo command) is missing. Install it as the Rust project's site tells, open a new shell, and try again."
  have gcc || have cc || stop \
    "Chưa có trình biên dịch C. Chạy: sudo apt-get install gcc libc6-dev" \
    "A C compiler is missing. Run: sudo apt-get install gcc libc6-dev"
}

# In CI every run is a fresh clone; what was compiled is kept outside of it.
choose_target_dir() {
  if [ -z "${CARGO_TARGET_DIR:-}" ] && [ "${CI:-}" = true ] && [ -n "${HOME:-}" ]; then
    CARGO_TARGET_DIR="${XDG_CACHE_HOME:-$HOME/.cache}/tinhso-target"
  fi
  : "${CARGO_TARGET_DIR:=$ROOT/target}"
  case "$CARGO_TARGET_DIR" in /*) ;; *) CARGO_TARGET_DIR="$ROOT/$CARGO_TARGET_DIR" ;; esac
  export CARGO_TARGET_DIR
}

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
  local port
  for _ in $(seq 1 50); do
    port=$((20000 + RANDOM % 12000))
    port_taken "$port" || { printf '%s' "$port"; return 0; }
  done
  return 1
}
