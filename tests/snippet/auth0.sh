#!/usr/bin/env bash
# A stand-in for the Auth0 CLI, which is not available here: `auth0 api METHOD PATH [--query NAME=VALUE]...`. Like the
# CLI it reads a body from a pipe, prints what Auth0 answers, and ends without an error when Auth0 refuses something.
set -euo pipefail
printf '%s\n' "$*" >>"$ARGUMENTS"
[ "$1" = api ] || exit 64
method=${2^^} path=$3
shift 3
ask=(curl -sS --get)
[ "$method" = GET ] || ask=(curl -sS -X "$method")
while [ $# -gt 0 ]; do
  case $1 in
  --query) ask+=(--data-urlencode "$2") && shift 2 ;;
  --tenant) [ "$2" = practice.us.auth0.com ] && shift 2 ;;
  --no-input) shift ;;
  *) exit 64 ;;
  esac
done
if [ ! -c /dev/stdin ]; then
  ask+=(-H 'Content-Type: application/json' --data-binary @-)
fi
"${ask[@]}" -H "Authorization: Bearer $TOKEN" "$AUTH0_URL/api/v2/$path" | jq .
