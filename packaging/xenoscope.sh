#!/bin/sh
# Starts Xenoscope with the runtime that lies beside this script.
self=$(readlink -f "$0")
home=${self%/bin/*}
cache=$home/lib/xenoscope.aot
[ -r "$cache" ] && set -- -XX:AOTCache="$cache" -m org.xenoscope/org.xenoscope.Xenoscope "$@" \
  || set -- -m org.xenoscope/org.xenoscope.Xenoscope "$@"
exec "$home/bin/java" @"$home/lib/xenoscope.options" "$@"
