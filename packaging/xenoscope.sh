#!/bin/sh
# Starts Xenoscope with the runtime that lies beside this script.
self=$(readlink -f "$0")
home=${self%/bin/*}
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *UTF-8* | *utf8* | *UTF8* | *utf-8*) ;;
  *) export LC_ALL=C.UTF-8 ;; # else Java cannot name every file
esac
cache=$home/lib/xenoscope.aot
[ -r "$cache" ] && set -- -XX:AOTCache="$cache" -m org.xenoscope/org.xenoscope.Xenoscope "$@" \
  || set -- -m org.xenoscope/org.xenoscope.Xenoscope "$@"
exec "$home/bin/java" @"$home/lib/xenoscope.options" "$@"
