#!/bin/sh
# Makes TARGET/xenoscope_VERSION_ARCH.deb from the image with its own runtime in TARGET/xenoscope.
set -eu
[ $# = 2 ] || { echo "usage: deb.sh VERSION TARGET" >&2; exit 2; }
version=$1
target=$2
here=$(dirname "$0")
tree=$target/deb
arch=$(dpkg --print-architecture)
: "${SOURCE_DATE_EPOCH:=1793491200}" # 2026-11-01, as the pom's outputTimestamp
export SOURCE_DATE_EPOCH

rm -rf "$tree"
mkdir -p "$tree/DEBIAN" "$tree/usr/bin" "$tree/usr/lib" "$tree/usr/share/applications" \
  "$tree/usr/share/mime/packages" "$tree/usr/share/icons/hicolor/scalable/apps" \
  "$tree/usr/share/doc/xenoscope"
cp -r "$target/xenoscope" "$tree/usr/lib/xenoscope"
rm -f "$tree/usr/lib/xenoscope/lib/jrt-fs.jar" "$tree/usr/lib/xenoscope/bin/keytool"
ln -s ../lib/xenoscope/bin/xenoscope "$tree/usr/bin/xenoscope"

cp "$here/xenoscope.desktop" "$tree/usr/share/applications/"
cp "$here/xenoscope-mime.xml" "$tree/usr/share/mime/packages/xenoscope.xml"
cp "$here/../icons/xenoscope.svg" "$tree/usr/share/icons/hicolor/scalable/apps/"
for icon in "$target"/classes/org/xenoscope/window/theme/icon-*.png; do
  size=${icon##*-}
  size=${size%.png}
  mkdir -p "$tree/usr/share/icons/hicolor/${size}x$size/apps"
  cp "$icon" "$tree/usr/share/icons/hicolor/${size}x$size/apps/xenoscope.png"
done
# the licences of the runtime and its libraries stay in /usr/lib/xenoscope/legal
cp "$here/LICENSE" "$tree/usr/share/doc/xenoscope/copyright"

cat > "$tree/DEBIAN/control" <<EOF
Package: xenoscope
Version: $version
Architecture: $arch
Maintainer: Xenoscope <xenoscope@invalid>
Installed-Size: $(du -sk "$tree/usr" | cut -f1)
Depends: libc6 (>= 2.34), libgtk-3-0 | libgtk-3-0t64, libxtst6, libxxf86vm1, libgl1, libfontconfig1, libfreetype6
Recommends: fonts-dejavu-core
Section: devel
Priority: optional
Description: viewer for the crash dumps of Xen hosts
 Opens the vmcore of a crashed Xen host and shows the hypervisor, dom0 and how
 every byte was found. The vmcore alone is enough; no symbol file is needed.
EOF
chmod -R u+w,go-w "$tree"
dpkg-deb --root-owner-group -Zxz --build "$tree" "$target/xenoscope_${version}_$arch.deb"
