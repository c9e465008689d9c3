# A private PostgreSQL for one test run: own folder, own port, own password, gone at the end.
# Sourced after common.sh.  With TEST_POSTGRES_URL set, that database is used and nothing is started.
# shellcheck shell=bash

PG_DIR=""
PG_BIN=""

# PostgreSQL refuses to run as root; in a container the tests hand it to Debian's own user.
pg_as_user() {
  if [ "$(id -u)" = 0 ]; then
    runuser -u postgres -- "$@"
  else
    "$@"
  fi
}

postgres_start() {
  local port password log
  if [ -n "${TEST_POSTGRES_URL:-}" ]; then
    say "PostgreSQL: TEST_POSTGRES_URL"
    return 0
  fi
  local dir
  for dir in /usr/lib/postgresql/*/bin /usr/lib/postgresql/15/bin; do # 15 last, so that it wins
    if [ -x "$dir/initdb" ]; then PG_BIN="$dir"; fi
  done
  [ -n "$PG_BIN" ] || stop "Chưa có PostgreSQL 15. Chạy: scripts/install-tools" "PostgreSQL 15 is missing. Run: scripts/install-tools"
  PG_DIR="$(mktemp -d "${TMPDIR:-/tmp}/tinhso-pg.XXXXXX")"
  password="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  printf '%s' "$password" >"$PG_DIR/password"
  chmod 700 "$PG_DIR"
  if [ "$(id -u)" = 0 ]; then chown -R postgres: "$PG_DIR"; fi
  log="$PG_DIR/log"
  (
    cd / # the unprivileged user may not be allowed into the caller's folder
    pg_as_user "$PG_BIN/initdb" -D "$PG_DIR/data" -U tinhso --pwfile "$PG_DIR/password" -A scram-sha-256 \
      --encoding UTF8 --locale C --no-instructions >/dev/null
  )
  for _ in 1 2 3 4 5; do
    port="$(free_port)"
    # fsync stays on: what the tests promise about durability must cost what it costs.
    if (
      cd /
      pg_as_user "$PG_BIN/pg_ctl" -s -w -t 60 -D "$PG_DIR/data" -l "$log" start \
        -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$PG_DIR -c fsync=on -c max_connections=300 -c shared_buffers=256MB -c timezone=UTC"
    ); then
      (
        cd /
        PGPASSWORD="$password" "$PG_BIN/createdb" -h 127.0.0.1 -p "$port" -U tinhso tinhso
      )
      TEST_POSTGRES_URL="postgres://tinhso:$password@127.0.0.1:$port/tinhso"
      export TEST_POSTGRES_URL
      say "PostgreSQL: $("$PG_BIN/postgres" --version | awk '{print $3}'), private, port $port"
      return 0
    fi
  done
  cat "$log" >&2 || true
  stop "Không khởi động được PostgreSQL cho việc kiểm thử." "The test PostgreSQL did not start."
}

postgres_stop() {
  [ -n "$PG_DIR" ] || return 0
  (
    cd /
    pg_as_user "$PG_BIN/pg_ctl" -s -w -D "$PG_DIR/data" -m fast stop >/dev/null 2>&1 || true
  )
  rm -rf "$PG_DIR"
  PG_DIR=""
}
