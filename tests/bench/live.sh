#!/usr/bin/env bash
# How long a change takes from Auth0 to UserHub while `watch` runs, with the connection cut and the process killed meanwhile,
# against a practice world in another process.
#
#   cargo build --release && tests/bench/live.sh [stream|poll]...
#
# Without a part both are measured. What happens can be set: PEOPLE (10000) in the tenant, CHANGES (2000) among them with
# sign-ins, over MINUTES (10), with CUTS (200) of the connection and KILLS (20) of the process; POLL (30) seconds between two
# looks. A short one: PEOPLE=300 CHANGES=200 MINUTES=1 CUTS=20 KILLS=2 tests/bench/live.sh
# BINARY names another program than the release build. Needs curl.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

binary="${BINARY:-${CARGO_TARGET_DIR:-target}/release/userhub-connect}"
people="${PEOPLE:-10000}" changes="${CHANGES:-2000}" minutes="${MINUTES:-10}"
cuts="${CUTS:-200}" kills="${KILLS:-20}" poll="${POLL:-30}"
scratch=$(mktemp -d)
world='' watch='' witness=''
trap 'close; rm -rf "$scratch"' EXIT

value() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$scratch/line"; }
steer() { curl -sS -o /dev/null -X POST -H 'content-type: application/json' -d "$2" "$auth0/_practice/$1"; }
happened() { curl -sS "$auth0/_practice/happen" | sed 's/.*"happened":\([0-9]*\).*/\1/'; }
writes() {
  curl -sS "$userhub/_practice/requests" | sed -n 's/.*"POST":{\(.*\)"recent".*/\1/p' | grep -o '"total":[0-9]*' |
    awk -F: '{ n += $2 } END { print n + 0 }'
}

open_world() {
  rm -rf "$scratch"/*
  "$binary" practice --data-dir "$scratch/world" --practice-people "$people" "$@" >"$scratch/line" 2>/dev/null &
  world=$!
  until [ -s "$scratch/line" ]; do sleep 0.05; done
  auth0=$(value auth0_url) userhub=$(value userhub_url)
  AUTH0_DOMAIN=$(value auth0_domain) AUTH0_CLIENT_ID=$(value client_id) AUTH0_CLIENT_SECRET=$(value client_secret)
  USERHUB_CONNECTION_ID=$(value connection_id) USERHUB_ADMIN_KEY=$(value admin_key)
  export AUTH0_DOMAIN AUTH0_CLIENT_ID AUTH0_CLIENT_SECRET USERHUB_CONNECTION_ID USERHUB_ADMIN_KEY
}
close() {
  for process in $watch $witness $world; do
    { kill "$process" && wait "$process"; } 2>/dev/null || true
  done
  world='' watch='' witness=''
}
on_the_world() { "$binary" "$@" --data-dir "$scratch/data" --auth0-url "$auth0" --userhub-url "$userhub"; }

start_watch() {
  "$binary" watch --json --poll "$poll" --data-dir "$scratch/data" --auth0-url "$auth0" --userhub-url "$userhub" \
    >>"$scratch/told" 2>>"$scratch/errors" &
  watch=$!
}
wait_until_told() {
  until grep -q "\"state\":\"$1\"" "$scratch/told" 2>/dev/null; do sleep 0.1; done
}

# What happened when, as a connection of its own was told of it. One that is cut is opened again from where it was.
start_witness() {
  (
    from=from_timestamp=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    while true; do
      curl -sSN -H "authorization: Bearer $1" \
        "$auth0/api/v2/events?event_type=user.created&event_type=user.updated&event_type=user.deleted&$from" \
        >>"$scratch/events" 2>/dev/null || true
      last=$(grep '^id: ' "$scratch/events" | tail -1 | cut -c5- | sed 's/+/%2B/g; s#/#%2F#g; s/=/%3D/g')
      [ -z "$last" ] || from="from=$last"
    done
  ) &
  witness=$!
}

# From what happened to a user to the moment when UserHub was seen to hold it: the percentiles, in seconds. Where several things
# happened to one user before that, it counts from the first.
distribution() {
  sed -n 's/^data: .*"time":"\([^"]*\)".*"object":{"user_id":"\([^"]*\)".*/happened \2 \1/p' "$scratch/events" >"$scratch/all"
  sed -n 's/.*"event":"change","id":"\([^"]*\)".*"source":"\(events\|poll\)".*"done_at":"\([^"]*\)".*"outcome":"\(added\|updated\|up_to_date\)".*/done \1 \3/p' \
    "$scratch/told" >>"$scratch/all"
  awk '
    function at(text, parts) { split(text, parts, /[T:Z]/); return parts[2] * 3600 + parts[3] * 60 + parts[4] }
    { print at($3), $1, $2 }' "$scratch/all" | sort -n | awk '
    $2 == "happened" && !($3 in since) { since[$3] = $1 }
    $2 == "done" && ($3 in since) { printf "%.3f\n", $1 - since[$3]; delete since[$3] }' | sort -n | awk '
    { v[NR] = $1 }
    function p(share, i) { i = int(NR * share + 0.999); return v[i < 1 ? 1 : i] }
    END {
      if (!NR) { print "nothing was brought over"; exit 1 }
      printf "%d seen to; p50 %.2f s, p95 %.2f s, p99 %.2f s, most %.2f s\n", NR, p(0.5), p(0.95), p(0.99), v[NR]
    }'
}

measure() {
  local name=$1 state=$2
  shift 2
  open_world "$@"
  local token
  token=$(value management_token)
  start_watch
  wait_until_told "$state"
  # Without a stream nobody is told of sign-ins: they are not counted there.
  [ "$state" = live ] || steer events '{"logins":false}'
  start_witness "$token"
  sleep 1
  local before began seconds=$((minutes * 60)) cut=0 killed=0 done_now=0
  before=$(writes)
  began=$SECONDS
  steer happen "{\"per_minute\":$((changes / minutes)),\"count\":$changes,\"acts\":[\"change\",\"change\",\"sign_in\",\"sign_in\",\"sign_up\",\"block\"]}"
  while [ "$done_now" -lt "$changes" ]; do
    local passed=$((SECONDS - began))
    if [ $((passed * cuts / seconds)) -gt "$cut" ]; then
      steer events '{"inject":"cut"}'
      cut=$((cut + 1))
    fi
    if [ $((passed * kills / seconds)) -gt "$killed" ]; then
      kill -9 "$watch" && { wait "$watch" || true; } 2>/dev/null
      start_watch
      killed=$((killed + 1))
    fi
    sleep 0.2
    done_now=$(happened)
  done
  # The last of them need a look more where there is no stream.
  sleep $([ "$state" = live ] && echo 5 || echo $((poll + 5)))
  kill "$watch" && { wait "$watch" || true; }
  watch=''
  printf '%-8s %s changes in %s s, %s cuts, %s kills: ' "$name" "$changes" "$((SECONDS - began))" "$cut" "$killed"
  distribution
  printf '%-8s %s writes to UserHub; both sides %s\n' "" "$(($(writes) - before))" \
    "$(on_the_world verify --json | grep -q '"agree":true' && echo agree || echo DIFFER)"
  close
}

[ $# -gt 0 ] || set -- stream poll
for part in "$@"; do
  case $part in
  stream) measure stream live --practice-events --practice-plan enterprise ;;
  poll) measure poll polling ;;
  *) echo "no such part: $part" >&2 && exit 2 ;;
  esac
done
