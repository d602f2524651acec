#!/usr/bin/env bash
# What whole syncs cost: time, memory of the sync's own process, and requests, against a practice world in another process.
#
#   cargo build --release && tests/bench/whole.sh [unchanged|first|latency|requests|incremental|pace|others|plans|faults]...
#
# Without a part all are measured, which takes about twenty minutes. Each figure is the median of RUNS runs (3 unless set).
# Needs GNU time (Debian's package `time`) and curl.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

binary="${CARGO_TARGET_DIR:-target}/release/userhub-connect"
runs="${RUNS:-3}"
million="${PEOPLE:-1000000}"
scratch=$(mktemp -d)
world=
trap 'close_world; rm -rf "$scratch"' EXIT

# open_world PEOPLE [FLAG...]: a practice world of its own, fresh, whose values are then in the environment.
open_world() {
  local people=$1
  shift
  rm -rf "$scratch/world" "$scratch/line"
  "$binary" practice --data-dir "$scratch/world" --practice-people "$people" "$@" >"$scratch/line" 2>/dev/null &
  world=$!
  until [ -s "$scratch/line" ]; do sleep 0.05; done
  auth0=$(value auth0_url)
  userhub=$(value userhub_url)
  AUTH0_DOMAIN=$(value auth0_domain)
  AUTH0_CLIENT_ID=$(value client_id)
  AUTH0_CLIENT_SECRET=$(value client_secret)
  USERHUB_CONNECTION_ID=$(value connection_id)
  USERHUB_ADMIN_KEY=$(value admin_key)
  export AUTH0_DOMAIN AUTH0_CLIENT_ID AUTH0_CLIENT_SECRET USERHUB_CONNECTION_ID USERHUB_ADMIN_KEY
  rm -rf "$scratch/data"
}
close_world() {
  [ -z "$world" ] || { kill "$world" && wait "$world"; } 2>/dev/null || true
  world=
}
value() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$scratch/line"; }

# sync: runs one and leaves `seconds`, `since_plan` (seconds from the plan on), `cpu` (seconds of processor time), `kilobytes` (at
# most resident), `requests_auth0` and `requests_userhub`. It must have seen to everybody.
sync() {
  local line planned=
  while IFS= read -r line; do
    case $line in
    '{"event":"plan"'*) planned=$EPOCHREALTIME ;;
    '{"event":"summary"'*) summary=$line since_plan=$(minus "$EPOCHREALTIME" "$planned") ;;
    esac
  done < <("$(type -P time)" -o "$scratch/time" -f '%M %U %S' \
    "$binary" sync --json --data-dir "$scratch/data" --auth0-url "$auth0" --userhub-url "$userhub")
  case $summary in *'"complete":true'*) ;; *) echo "not complete: $summary" >&2 && exit 1 ;; esac
  seconds=$(number '"seconds":' "$summary")
  requests_auth0=$(number '"requests":{"auth0":' "$summary")
  requests_userhub=$(number '"requests":{"auth0":[0-9]*,"userhub":' "$summary")
  until [ -s "$scratch/time" ]; do sleep 0.05; done
  read -r kilobytes cpu < <(awk '{ printf "%d %.2f\n", $1, $2 + $3 }' "$scratch/time")
}
number() { sed "s/.*$1\([0-9.]*\).*/\1/" <<<"$2"; }
minus() { awk "BEGIN { printf \"%.3f\", $1 - $2 }"; }
per() { awk "BEGIN { printf \"%.0f\", $1 / $2 }"; }
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
# What the practice services were asked: `asked URL` all requests, `refused URL` those answered with 429.
asked() { curl -sS "$1/_practice/requests" | sed 's/^{"total":\([0-9]*\).*/\1/'; }
refused() { curl -sS "$1/_practice/requests" | sed -n 's/^[^}]*"429":\([0-9]*\).*/\1/p'; }
# How much of what was free was used, and who was refused, as the tenant tells it.
limit() { curl -sS "$auth0/_practice/requests" | sed -n 's/.*"limit":{\(.*\)}$/\1/p' | tr -d '"'; }
report() { printf '%-58s %s\n' "$1" "$2"; }

unchanged() {
  open_world "$million"
  sync
  report "$million people, first sync" "$seconds s ($cpu s of processor), $((kilobytes / 1024)) MB, $(per "$million" "$since_plan") a second after the plan"
  for _ in $(seq "$runs"); do
    sync
    echo "$seconds $kilobytes $cpu" >>"$scratch/unchanged"
  done
  close_world
  local time memory
  time=$(median <"$scratch/unchanged")
  memory=$(cut -d' ' -f2 "$scratch/unchanged" | median)
  cpu=$(cut -d' ' -f3 "$scratch/unchanged" | median)
  report "$million people, nothing to do" "$time s ($cpu s of processor), $((memory / 1024)) MB, $(per "$million" "$time") a second, requests: $requests_auth0 + $requests_userhub"
}

# first NAME [FLAG...]: 10,000 people into an empty UserHub.
first() {
  local name=$1
  shift
  rm -f "$scratch/first"
  for _ in $(seq "$runs"); do
    open_world 10000 "$@"
    sync
    close_world
    echo "$seconds $since_plan $kilobytes $cpu" >>"$scratch/first"
  done
  local whole after memory
  whole=$(median <"$scratch/first")
  after=$(cut -d' ' -f2 "$scratch/first" | median)
  memory=$(cut -d' ' -f3 "$scratch/first" | median)
  cpu=$(cut -d' ' -f4 "$scratch/first" | median)
  report "10000 people, first sync$name" "$whole s ($cpu s of processor), $((memory / 1024)) MB, $(per 10000 "$after") a second after the plan"
}

requests() {
  local people before
  for people in 0 1 99 100 101 250 900 999 1000 1001 10000 100000; do
    open_world "$people"
    sync
    report "$people people, first sync" "requests: $requests_auth0 + $requests_userhub"
    before=$(($(asked "$auth0") + $(asked "$userhub")))
    sync
    report "$people people, nothing to do" "requests: $requests_auth0 + $requests_userhub, counted by the services: $(($(asked "$auth0") + $(asked "$userhub") - before))"
    close_world
  done
}

# incremental PEOPLE: reading what has changed where nothing has, after a sync of everybody.
incremental() {
  local people=$1 median_seconds
  open_world "$people"
  sync
  rm -f "$scratch/incremental"
  for _ in $(seq "$runs"); do
    changes
    echo "$seconds $kilobytes $cpu" >>"$scratch/incremental"
  done
  median_seconds=$(median <"$scratch/incremental")
  report "$people people, nothing changed, --incremental" "$median_seconds s ($cpu s of processor), $((kilobytes / 1024)) MB, requests: $requests_auth0 + $requests_userhub"
  close_world
}
# changes: as sync does, for those who have changed alone.
changes() {
  summary=$("$(type -P time)" -o "$scratch/time" -f '%M %U %S' \
    "$binary" sync --incremental --json --data-dir "$scratch/data" --auth0-url "$auth0" --userhub-url "$userhub" | tail -1)
  case $summary in *'"scope":"changes"'*) ;; *) echo "not changes alone: $summary" >&2 && exit 1 ;; esac
  seconds=$(number '"seconds":' "$summary")
  requests_auth0=$(number '"requests":{"auth0":' "$summary")
  requests_userhub=$(number '"requests":{"auth0":[0-9]*,"userhub":' "$summary")
  read -r kilobytes cpu < <(awk '{ printf "%d %.2f\n", $1, $2 + $3 }' "$scratch/time")
}

# plan NAME RATE: how much of RATE requests a second a first sync uses, UserHub's own reads included, in a minute after the burst.
plan() {
  open_world 2000 --practice-plan "$1"
  "$binary" sync --data-dir "$scratch/data" --auth0-url "$auth0" --userhub-url "$userhub" >/dev/null 2>&1 &
  local syncing=$! before after
  sleep 30
  before=$(asked "$auth0") since=$EPOCHREALTIME
  sleep 60
  after=$(asked "$auth0")
  local rate share
  rate=$(awk "BEGIN { printf \"%.2f\", ($after - $before) / ($EPOCHREALTIME - $since) }")
  share=$(awk "BEGIN { printf \"%.0f\", 100 * $rate / $2 }")
  report "plan $1, $2 a second allowed" "$rate a second, $share % of it, refused with 429: $(refused "$auth0" | grep . || echo 0)"
  kill "$syncing" && wait "$syncing" 2>/dev/null || true
  close_world
}

# paced NAME PEOPLE [FLAG...]: a first sync at a limit, UserHub answering after 50 ms, beside nothing but its own process.
paced() {
  local name=$1 people=$2
  shift 2
  open_world "$people" --practice-latency 50 "$@"
  sync
  local learnt=${summary#*\"pace\":}
  report "$people people, $name" "$seconds s, refused with 429: $(refused "$auth0" | grep . || echo 0), requests: $requests_auth0 + $requests_userhub, learnt: ${learnt%%\}*}}, $(limit)"
  close_world
}

# others: other applications want half of 16 a second, from the beginning, or from the 30th second on for half a minute.
others() {
  open_world 3000 --practice-latency 50 --practice-plan enterprise --practice-others "$1"
  "$binary" sync --data-dir "$scratch/data" --auth0-url "$auth0" --userhub-url "$userhub" >/dev/null 2>&1 &
  local syncing=$! at
  for at in "${@:2}"; do
    local before since=$EPOCHREALTIME limits
    before=$(asked "$auth0")
    [ "${at%%:*}" = - ] || curl -sS -X POST "$auth0/_practice/limits" -H 'content-type: application/json' -d "{\"others\":${at%%:*}}"
    sleep "${at##*:}"
    limits=$(curl -sS "$auth0/_practice/limits")
    report "enterprise, others: $limits, $(limit)" "$(awk "BEGIN { printf \"%.2f\", ($(asked "$auth0") - $before) / ($EPOCHREALTIME - $since) }") a second of ours in ${at##*:} s, refused with 429: $(refused "$auth0" | grep . || echo 0)"
  done
  kill "$syncing" && wait "$syncing" 2>/dev/null || true
  close_world
}

# What can go wrong with any answer of either service.
fifteen=('{"status":500}' '{"status":502}' '{"status":503}' '{"status":504}' '{"status":408}' '{"html_page":200}'
  '{"html_page":502}' '{"too_many_requests":{}}' '{"too_many_requests":{"retry_after_secs":1}}' '"invalid_json"'
  '"reset_in_body"' '"reset_before_answer"' '"reset_after_work"' '"corrupt"' '{"delay":1000}')

# faults: 3,000 people while each of fifteen kinds of fault meets 4 of 1,000 answers; again until everybody is there.
faults() {
  local fault url run
  open_world 3000
  for fault in "${fifteen[@]}"; do
    for url in "$auth0" "$userhub"; do
      curl -sS -X POST "$url/_practice/trouble" -H 'content-type: application/json' -d "{\"share\":0.004,\"fault\":$fault}"
    done
  done
  for run in 1 2 3; do
    summary=$("$binary" sync --json --data-dir "$scratch/data" --auth0-url "$auth0" --userhub-url "$userhub" 2>/dev/null | grep '^{"event":"summary"' || true)
    report "3000 people, 15 kinds of fault at 0.4 % each, run $run" "$(number '"seconds":' "$summary") s, added: $(number '"added":' "$summary"), attention: $(number '"attention":' "$summary")"
    case $summary in *'"complete":true'*) report "" "complete after run $run" && break ;; esac
  done
  close_world
}

[ -x "$binary" ] || { echo "First: cargo build --release" >&2 && exit 1; }
type -P time >/dev/null || { echo "GNU time is missing (Debian: apt-get install time)" >&2 && exit 1; }
[ $# -gt 0 ] || set -- unchanged first latency requests incremental pace others plans faults
for part in "$@"; do
  case $part in
  unchanged) unchanged ;;
  first) first "" ;;
  latency) first ", UserHub answers after 50 ms" --practice-latency 50 ;;
  requests) requests ;;
  incremental)
    incremental 10000
    incremental "$million"
    ;;
  pace)
    paced "16 a second, reads free" 1000 --practice-plan enterprise --practice-pulls free
    paced "16 a second, reads counted" 1000 --practice-plan enterprise
    paced "60 a second, reads free" 3000 --practice-plan burst:60,rate:60 --practice-pulls free
    paced "60 a second, reads counted" 3000 --practice-plan burst:60,rate:60
    paced "no limit" 10000
    ;;
  others)
    others 8 -:60 -:60
    others 0 -:30 8:3 8:27 0:10 0:20
    ;;
  plans)
    plan free 2
    plan essentials 8.333
    plan enterprise 16
    ;;
  faults) faults ;;
  *) echo "There is no part $part" >&2 && exit 1 ;;
  esac
done
