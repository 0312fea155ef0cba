# Counts tests from the runner's result files (xunit's XML). Sourced.

TESTS_PASSED=0 TESTS_FAILED=0 TESTS_SKIPPED=0

_attribute() { sed -n "s/.*<assembly [^>]*[[:space:]]$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1; }

# count_project NAME RESULT_FILE EXIT_CODE MAY_BE_EMPTY(true|false)
# A process that crashed, wrote no result, ran no test, or says failure where its result shows none: one failure.
count_project() {
  local name=$1 file=$2 code=$3 may_be_empty=$4 passed failed skipped errors
  if [ ! -s "$file" ] || [ -z "$(_attribute "$file" total)" ]; then
    _count_failure "$name: the test process ended with exit code $code and left no result"
    return
  fi
  passed=$(_attribute "$file" passed) failed=$(_attribute "$file" failed) skipped=$(_attribute "$file" skipped) errors=$(_attribute "$file" errors)
  TESTS_PASSED=$((TESTS_PASSED + passed)) TESTS_SKIPPED=$((TESTS_SKIPPED + skipped))
  TESTS_FAILED=$((TESTS_FAILED + failed + errors))
  if [ $((failed + errors)) -eq 0 ] && [ "$code" -ne 0 ]; then
    _count_failure "$name: the test process ended with exit code $code though no test failed"
  elif [ $((passed + failed + errors)) -eq 0 ] && [ "$may_be_empty" = false ]; then
    _count_failure "$name: no test ran"
  fi
}

_count_failure() {
  printf 'failed: %s\n' "$1" >&2
  TESTS_FAILED=$((TESTS_FAILED + 1))
}

# count_unexpected_skips RESULT_FILE ALLOWED_FILE: each skip that no pattern of the list allows is a failure.
count_unexpected_skips() {
  local name pattern allowed
  while IFS= read -r name; do
    allowed=false
    while IFS= read -r pattern; do
      # shellcheck disable=SC2053 # a pattern
      case $pattern in '' | '#'*) ;; *) [[ $name != $pattern ]] || allowed=true ;; esac
    done <"$2"
    [ "$allowed" = true ] || _count_failure "$name: skipped, and not on the list $2"
  done < <(grep -o '<test [^>]*result="Skip"[^>]*' "$1" | sed 's/.*[[:space:]]name="\([^"]*\)".*/\1/; s/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g')
}

# The line that everyone reads; fails when a test did.
print_count() {
  printf '%s passed, %s failed, %s skipped\n' "$TESTS_PASSED" "$TESTS_FAILED" "$TESTS_SKIPPED"
  [ "$TESTS_FAILED" -eq 0 ]
}
