# The long proofs, as ./cairn prove WHAT runs them; this file is read by the script cairn.
#
# Each prints its figures, and leaves them in target/proofs/WHAT.txt when it held. From there
# ./cairn prove docs takes them into docs/failure-model.md.

# What the tests show that ./cairn test runs in a short form. A line each:
#   name | what is shown | module | test class | system properties of the long form
# A test writes its figures with dev.cairn.proofs.ProofReport.
proofs_of_tests() {
  cat <<'TABLE'
power|The power is cut after each operation on a directory; every state that POSIX lets the disk have|core|PowerLossTest|cairn.test.cuts=400 cairn.test.lives=3
kill|A process that saves into a directory is killed with SIGKILL and started again|core|CheckpointKillTest|cairn.test.kills=300
simulation|Histories of writers, readers, editors, collectors and executors that die at requests of every kind, on networks that lose, delay and repeat, with clocks that jump and disks that fill; after each step every promise is compared with a model|core|SimulatedHistoriesTest|cairn.test.histories=10000
explore|Every interleaving of the requests of the commit protocol within the larger bounds|core|ExplorerTest|cairn.explore=large test.heap=5g
damage|Bits flipped, ends cut off, objects exchanged, deleted, put in the place of others|core|SeededDamageTest|cairn.test.blows=10000
hostile|Inputs that somebody made up, of eight kinds, in a heap of 64 MiB|core|HostileInputTest|cairn.test.inputs=100000
linear|What four processes on a directory were told has an order, whichever is killed|core|LocalLinearizabilityTest|cairn.test.linear=300
stress|What threads of one JVM are told by the parts that they share, the cache, the saves behind the caller, the buffers and uploads of chunks, has an order, whichever of them runs when|core|StressTest|cairn.test.stress=20
linear-s3|The same on an S3 server|s3-store|S3LinearizabilityTest|cairn.test.linear=100
TABLE
}

# What is more than one test: name | what is shown. The function is prove_NAME.
proofs_of_programs() {
  cat <<'TABLE'
planted|A line of the code is changed so that a promise is broken, and the tests notice it
fuzz|Bytes and texts that a fuzzer makes up, which is told what of a parser they reach
mutation|Everything in the code of a package is changed, one thing at a time, and its tests notice it
TABLE
}

proof_folder=$root/target/proofs

prove() {
  local what=${1:-} line
  [ -n "$what" ] || {
    list_proofs
    return
  }
  shift
  if [ "$what" = docs ]; then
    prove_docs
    return
  fi
  find_java
  need_maven
  mkdir -p "$proof_folder"
  rm -f "$proof_folder/$what.txt" # a proof that fails leaves no figures of an older run
  line=$(proofs_of_tests | grep "^$what|" || true)
  if [ -n "$line" ]; then
    prove_by_test "$line" "$@"
  elif proofs_of_programs | grep -q "^$what|"; then
    "prove_$what" "$@"
  else
    fail "There is no proof '$what'. Call ./cairn prove to see them."
  fi
}

list_proofs() {
  echo "./cairn prove WHAT [ARGUMENT ...], where WHAT is one of"
  { proofs_of_tests && proofs_of_programs; } | sort | awk -F'|' '{ printf "  %-16s %s\n", $1, $2 }'
  echo "  docs             puts the figures of the last runs into docs/failure-model.md"
  echo "A proof that draws at random prints its seed, and takes -Dcairn.test.seed=SEED."
}

# The arguments that follow come after the defaults, and so replace them.
prove_by_test() {
  local name module test properties property arguments=()
  IFS='|' read -r name _ module test properties <<<"$1"
  shift
  for property in $properties; do
    arguments+=("-D$property")
  done
  maven -q -B -pl "$module" -am test -Dtest="$test" -Dsurefire.failIfNoSpecifiedTests=false \
    "-Dcairn.proofs=$proof_folder" "${arguments[@]+"${arguments[@]}"}" "$@"
  [ -s "$proof_folder/$name.txt" ] || fail "The proof '$name' ended without figures: it did not run to its end."
}

# The names of planted bugs may be given; else all are tried.
prove_planted() {
  local modules=(core s3-store spark-integration)
  maven -q -B -pl "$(IFS=, && echo "${modules[*]}")" test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/test-classpath -Dmdep.includeScope=test
  "$java_home/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m "-Dcairn.proofs=$proof_folder" \
    -cp "$root/core/target/test-classes:$root/core/target/classes:$(<"$root/core/target/test-classpath")" \
    dev.cairn.proofs.planted.PlantedBugs "$root" "$@"
}

# A parser is tried at a time: the names of methods of the classes *FuzzTest may be given; else all are.
prove_fuzz() {
  local file class method log begin=$SECONDS wanted=" $* " targets=0 inputs=0 done
  while IFS=: read -r file method; do
    class=$(basename "$file" .java)
    method=$(sed -n 's/^  void \([a-zA-Z_]*\)(.*/\1/p' <<<"$method")
    [ "$wanted" = "  " ] || [[ "$wanted" == *" $method "* ]] || continue
    log=$proof_folder/fuzz-$class-$method.log
    JAZZER_FUZZ=1 maven -B -pl core test "-Dtest=$class#$method" -Dsurefire.failIfNoSpecifiedTests=false \
      </dev/null >"$log" 2>&1 || fail "The parser of $class#$method did something else than to read or refuse; see '$log'."
    done=$(sed -n 's/^.*Done \([0-9]*\) runs in .*$/\1/p' "$log" | tail -n 1)
    [ -n "$done" ] || fail "The fuzzer did not run: see '$log'."
    echo "fuzz: $class#$method: $done inputs"
    targets=$((targets + 1))
    inputs=$((inputs + done))
  done < <(grep -rA1 '@FuzzTest(' --include='*FuzzTest.java' "$root/core/src/test/java" |
    sed -n 's/^\(.*\.java\)-\(  void .*\)$/\1:\2/p')
  [ "$targets" -gt 0 ] || fail "There is no such parser. The methods of the classes *FuzzTest are those that there are."
  printf 'figures: %d parsers, %d inputs, all read or refused\nseed:\ntook: %d min\n' "$targets" "$inputs" \
    $(((SECONDS - begin + 59) / 60)) >"$proof_folder/fuzz.txt"
}

# name | classes that are changed | tests that are to notice | tests of these that are left out
mutated_areas() {
  cat "$root/proofs/mutation.txt"
}

# The names of areas may be given; else all are done, one after the other.
prove_mutation() {
  local area classes tests without wanted=" $* " begin=$SECONDS figures="" below=0 share
  while IFS='|' read -r area classes tests without; do
    [ "$wanted" = "  " ] || [[ "$wanted" == *" $area "* ]] || continue
    maven -q -B -pl core -Pmutation test-compile org.pitest:pitest-maven:mutationCoverage \
      "-DtargetClasses=$classes" "-DtargetTests=$tests" "-DexcludedTestClasses=$without" \
      "-DreportsDirectory=$proof_folder/mutation/$area" </dev/null >"$proof_folder/mutation-$area.log" 2>&1 ||
      fail "The mutation of '$area' failed; see '$proof_folder/mutation-$area.log'."
    share=$(mutation_share "$proof_folder/mutation/$area/mutations.xml")
    echo "mutation: $area: $share"
    figures+="${figures:+, }$area $share"
    [ "${share%% *}" -ge 85 ] || below=1
  done < <(mutated_areas)
  [ -n "$figures" ] || fail "There is no such area. proofs/mutation.txt has them."
  [ "$below" = 0 ] || fail "Less than 85 % of the mutants of an area were killed. See '$proof_folder/mutation'."
  printf 'figures: %s\nseed:\ntook: %d min\n' "$figures" $(((SECONDS - begin + 59) / 60)) >"$proof_folder/mutation.txt"
}

# Percent and counts, from PIT's report: a mutant that makes the tests hang is noticed too.
mutation_share() {
  awk 'BEGIN { RS = "<mutation " }
    match($0, /status=.[A-Z_]+/) {
      status = substr($0, RSTART + 8, RLENGTH - 8)
      all++
      if (status == "KILLED" || status == "TIMED_OUT" || status == "MEMORY_ERROR") killed++
    }
    END { printf "%d %% (%d of %d)", all ? int(100 * killed / all) : 0, killed, all }' "$1"
}

# Replaces the table between the two marks by one of the figures that are there.
prove_docs() {
  local page=$root/docs/failure-model.md table=$proof_folder/table.md name what file
  mkdir -p "$proof_folder"
  {
    echo "| command | what is shown | the last run | seed | took |"
    echo "|---|---|---|---|---|"
    { proofs_of_tests && proofs_of_programs; } | sort | while IFS='|' read -r name what _; do
      file=$proof_folder/$name.txt
      if [ -s "$file" ]; then
        echo "| \`./cairn prove $name\` | $what | $(proof_value figures) | $(proof_value seed) | $(proof_value took) |"
      else # what an earlier run of somebody else put there stays
        grep -F "| \`./cairn prove $name\` |" "$page" || echo "| \`./cairn prove $name\` | $what | not run yet | | |"
      fi
    done
  } >"$table"
  grep -q '<!-- proofs -->' "$page" || fail "docs/failure-model.md has no mark '<!-- proofs -->' for the table."
  awk -v table="$table" '
    /<!-- proofs -->/ { print; while ((getline line < table) > 0) print line; skip = 1 }
    /<!-- end of proofs -->/ { skip = 0 }
    !skip || /<!-- end of proofs -->/ { if (!/<!-- proofs -->/) print }' "$page" >"$page.new"
  mv -f "$page.new" "$page"
  echo "The table of docs/failure-model.md holds the figures of $(find "$proof_folder" -maxdepth 1 -name '*.txt' | wc -l) proofs."
}

proof_value() {
  sed -n "s/^$1: *//p" "$file" | sed 's/|/\\|/g'
}
