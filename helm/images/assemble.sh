#!/usr/bin/env bash
# Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0
#
# assemble.sh FOLDER [MODULES]: builds the project and puts the files of the images into FOLDER:
#
#   lib       libraries that Flink's distribution does not bring
#   usrlib    the jobs
#   cli       libraries of further modules, such as the dashboard's
#   bin       the command line
#   libtorch  PyTorch's native libraries for the processor of this machine
#
# MODULES, separated by commas, are built besides jobs; their commands are on the command line.
set -euo pipefail

[ $# -ge 1 ] || {
  echo "usage: assemble.sh FOLDER [MODULES]" >&2
  exit 2
}
mkdir -p "$1"
image=$(cd "$1" && pwd -P)
modules=${2:-jobs}
home=$(cd "$(dirname "$0")/../.." && pwd -P)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$image/lib" "$image/usrlib" "$image/cli" "$image/bin" "$image/libtorch"

# Each module's class path, in one go and without installing anything.
# Words on purpose.
# shellcheck disable=SC2086
mvn -q -B -f "$home/pom.xml" ${MILLRACE_MAVEN_OPTS:-} -DskipTests -pl "jobs,$modules" -am \
  package dependency:build-classpath \
  -Dmdep.outputFile=target/image.classpath -DincludeScope=runtime

# Copies what a module needs to a folder, except what is in Flink's distribution (Flink without its connectors,
# logging, RocksDB), what another folder has, the jobs, and PyTorch's native side.
libraries() {
  local jar
  tr ':' '\n' <"$home/$1/target/image.classpath" | while IFS= read -r jar; do
    case $jar in
      */org/apache/flink/flink-connector-kafka/* | */org/apache/flink/flink-connector-base/*) ;;
      */org/apache/flink/* | */org/apache/logging/log4j/* | */org/slf4j/* | */com/ververica/*) continue ;;
      */pytorch-native-cpu-*.jar) unpack "$jar" && continue ;;
      */millrace-jobs-*.jar) continue ;;
    esac
    [ -e "$image/lib/${jar##*/}" ] || cp "$jar" "$2/"
  done
}

unpack() {
  (cd "$scratch" && jar -xf "$1" pytorch && cp pytorch/cpu/*/*.so* "$image/libtorch/")
}

libraries jobs "$image/lib"
cp "$home"/jobs/target/millrace-jobs-*.jar "$image/usrlib/millrace-jobs.jar"
for module in ${modules//,/ }; do
  if [ "$module" != jobs ]; then
    libraries "$module" "$image/cli"
    cp "$home/$module/target/millrace-$module"-*.jar "$image/cli/"
  fi
done

flags=$(sed -n 's:.*<millrace.jvm>\(.*\)</millrace.jvm>.*:\1:p' "$home/pom.xml")
cat >"$image/bin/millrace" <<EOF
#!/bin/sh
# The command line, in the image. MILLRACE_JAVA_OPTS holds more flags for the JVM.
exec java $flags -Dmillrace.logs=/tmp/millrace \${MILLRACE_JAVA_OPTS:-} \\
  -cp '/opt/flink/usrlib/*:/opt/millrace/cli/*:/opt/flink/lib/*' io.millrace.jobs.cli.Millrace "\$@"
EOF
chmod 0755 "$image/bin/millrace"
