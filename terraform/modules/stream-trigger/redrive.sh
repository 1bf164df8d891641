#!/usr/bin/env bash
# Sends records that Lambda gave up on to their function once more, in the order of their stream.
#
#   redrive.sh [--as-shards-of-the-run] BUCKET PREFIX FUNCTION RUN
#
#   BUCKET    the failure destination
#   PREFIX    which of its objects: aws/lambda/<uuid of the mapping>/, or a longer one
#   FUNCTION  with its alias, such as shop-dev-page-hits:live
#   RUN       the name of this run: letters, digits and hyphens. A new one for each run.
#
# --as-shards-of-the-run is for functions that count by the position in a shard. It names the
# shards of a run shardId-redrive-RUN-…, so that no position in the stream's own shards hides them.
#
# If it ends before it says "done", run it again under the same name: what was taken changes
# nothing. What the function refuses is kept under redrive/RUN.left/, and the rest of the run
# continues. Fix the cause, then redrive that prefix under a new name.
#
# Of several commands that begin at once, one does: redrive/lock is created while a run begins.
# Which of two repeats the same run, this script does not know: have one person do it.
#
# `fleet failed retry` keeps its runs in the same place. Each tool continues its own runs only. Do
# not use this script for aggregator-count, which needs the stream renamed, not the shard.
#
# Needs jq, the AWS CLI (1.34 or 2.17, which know --if-none-match, or later), and on the bucket
# s3:ListBucket, GetObject, PutObject and DeleteObject.
set -euo pipefail

die() {
  echo "redrive.sh: $*" >&2
  exit 1
}

rename=false
if [ "${1:-}" = --as-shards-of-the-run ]; then
  rename=true
  shift
fi
[ $# -eq 4 ] || die "takes BUCKET PREFIX FUNCTION RUN, got $# arguments"
bucket=$1 prefix=${2%/}/ function=$3 run=$4
[[ $run =~ ^[A-Za-z0-9-]{1,60}$ ]] || die "RUN must be 1 to 60 letters, digits and hyphens, but is '$run'"

work=$(mktemp -d)
locked=false
finish() {
  local status=$?
  ! $locked || unlock || true
  rm -rf "$work"
  [ "$status" -eq 0 ] || echo "redrive.sh: run $run is not done" >&2
}
trap finish EXIT
export AWS_PAGER=

keys() { # PREFIX: the keys below it, one a line
  aws s3api list-objects-v2 --bucket "$bucket" --prefix "$1" --output json |
    jq -r '.Contents // [] | .[].Key'
}

# Stores an object of a new key. If the answer to a first attempt was lost, the repeated one is
# refused and finds what the first has stored.
put_new() { # KEY FILE
  aws s3api put-object --bucket "$bucket" --key "$1" --body "$2" --if-none-match '*' > "$work/put" 2> "$work/refused" ||
    { aws s3 cp --quiet "s3://$bucket/$1" "$work/stored" && cmp -s "$2" "$work/stored"; } ||
    { cat "$work/refused" >&2 && false; }
}

lock() {
  printf '%s %s-%s-%s' "$run" "$RANDOM" "$RANDOM" "$$" > "$work/lock"
  put_new redrive/lock "$work/lock" ||
    die "another run is beginning; try again when it has begun. If its command has ended, delete s3://$bucket/redrive/lock first"
  locked=true
}

unlock() {
  locked=false
  # An operator may have deleted it, so that another run holds the lock now.
  aws s3 cp --quiet "s3://$bucket/redrive/lock" "$work/held" && cmp -s "$work/lock" "$work/held" || return 0
  aws s3api delete-object --bucket "$bucket" --key redrive/lock > "$work/unlocked"
}

# The list of a run holds its records whole. Once it is stored the run owns them, and the objects
# that they came from are deleted: a record in two runs would count twice.
make_list() {
  mkdir "$work/objects"
  aws s3 cp --quiet --recursive "s3://$bucket/$prefix" "$work/objects/"
  [ -n "$(find "$work/objects" -type f | head -n 1)" ] || die "there is no object under s3://$bucket/$prefix"
  (cd "$work/objects" && find . -type f) | sed "s|^\./|$prefix|" |
    jq -R -s -c '{objects: split("\n") | map(select(. != ""))}' > "$work/list"
  # Sequence numbers have more digits than a JSON number keeps: they are compared as text.
  find "$work/objects" -type f -exec cat {} + | jq -c '.payload | fromjson | .Records[]
    | if .kinesis then
        {id: .eventID, shard: (.eventID | split(":")[0]), time: 0, sequence: .kinesis.sequenceNumber, record: .}
      else
        {id: .eventID, shard: "", time: .dynamodb.ApproximateCreationDateTime, sequence: .dynamodb.SequenceNumber, record: .}
      end' |
    jq -s -c 'unique_by(.id) | sort_by([.shard, .time, (.sequence | length), .sequence])[]' >> "$work/list"
  put_new "redrive/$run.list" "$work/list" || die "run $run has begun meanwhile"
}

delete_objects() { # LIST
  head -n 1 "$1" |
    jq -c '.objects | range(0; length; 1000) as $at | {Objects: .[$at:$at + 1000] | map({Key: .}), Quiet: true}' |
    while IFS= read -r request; do
      printf '%s' "$request" > "$work/delete.json"
      aws s3api delete-objects --bucket "$bucket" --delete "file://$work/delete.json" --output json > "$work/deleted"
      if grep -q '"Errors"' "$work/deleted"; then
        die "not all objects of the run could be deleted: $(cat "$work/deleted")"
      fi
    done
}

# Sends the records of a file, one a line. A record that is refused is kept before anything after
# it is sent: from then on it is below the position of its shard. An invocation that fails as a
# whole is repeated in halves, down to the record that it fails at.
send() { # FILE
  local failed at size
  while [ -s "$1" ]; do
    jq -s -c --arg run "$run" --argjson rename "$rename" '{Records: map(
      if $rename then .record.eventID = "shardId-redrive-\($run)-\(.shard | ltrimstr("shardId-")):\(.sequence)" else . end
      | .record)}' "$1" > "$work/event.json"
    failed=$(aws lambda invoke --function-name "$function" --payload "fileb://$work/event.json" \
      --cli-read-timeout 0 --query FunctionError --output text "$work/answer.json")
    if [ "$failed" = None ]; then
      failed=$(jq -r '.batchItemFailures // [] | if . == [] then "" else .[0].itemIdentifier // "?" end' "$work/answer.json")
      [ -n "$failed" ] || return 0
    fi
    at=$(jq -r .sequence "$1" | grep -nxF -- "$failed" | head -n 1 | cut -d : -f 1 || true)
    size=$(wc -l < "$1")
    if [ -z "$at" ] && [ "$size" -gt 1 ]; then
      head -n "$((size / 2))" "$1" > "$1.a"
      tail -n "+$((size / 2 + 1))" "$1" > "$1.b"
      send "$1.a"
      send "$1.b"
      return 0
    fi
    refuse "$1" "${at:-1}"
  done
}

refuse() { # FILE LINE
  [ "$2" -eq 1 ] || refused=0
  refused=$((refused + 1))
  [ "$refused" -le 20 ] ||
    die "$function has refused 20 records without taking one; its log has the reason. Fix the cause, then repeat this run"
  sed -n "$2p" "$1" | jq -c '{payload: ({Records: [.record]} | tojson)}' > "$work/left.json"
  aws s3 cp --quiet "$work/left.json" "s3://$bucket/redrive/$run.left/$(sed -n "$2p" "$1" | jq -r .id)"
  tail -n "+$(($2 + 1))" "$1" > "$work/rest"
  mv "$work/rest" "$1"
}

exists() { grep -qxF -- "redrive/$1" <<< "$runs"; }
may_begin_or_continue() {
  local other
  runs=$(keys redrive/)
  ! exists "$run.done" || die "run $run is done; a new run needs a new name"
  for other in $(sed -n 's|^redrive/\([^/]*\)\.list$|\1|p' <<< "$runs"); do
    [ "$other" = "$run" ] || exists "$other.done" || die "run $other is not done; repeat it first"
  done
}
may_begin_or_continue
if ! exists "$run.list"; then
  lock
  may_begin_or_continue
  exists "$run.list" || make_list
  unlock
fi
aws s3 cp --quiet "s3://$bucket/redrive/$run.list" "$work/list"
[ "$(head -n 1 "$work/list" | jq -r '.form // ""')" = "" ] ||
  die "fleet failed retry began run $run: continue it there with --run $run"
delete_objects "$work/list"

keys "redrive/$run.left/" | sed 's|.*/||' > "$work/left"
tail -n +2 "$work/list" | jq -r --rawfile left "$work/left" \
  '($left | split("\n") | map({(.): true}) | add // {}) as $gone | select($gone[.id] | not) | "\(.shard)\t\(tojson)"' |
  awk -F '\t' -v work="$work" '
    $1 != shard || n == 100 || size > 4000000 || NR == 1 {
      if (file) close(file)
      file = sprintf("%s/batch-%06d", work, ++batches); n = 0; size = 0; shard = $1
    }
    { n++; size += length($2); print $2 > file }'
refused=0
for batch in "$work"/batch-*; do
  if [ -e "$batch" ]; then send "$batch"; fi
done
total=$(($(wc -l < "$work/list") - 1))
left=$(keys "redrive/$run.left/" | grep -c . || true)
aws s3 cp --quiet "$work/left" "s3://$bucket/redrive/$run.done"
echo "done: $((total - left)) of $total records taken; $left refused and kept under s3://$bucket/redrive/$run.left/"
