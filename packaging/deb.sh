#!/bin/sh
# usage: deb.sh VERSION TARGET
# Makes TARGET/xenoscope_VERSION_ARCH.deb from the image with its own runtime in TARGET/xenoscope, the
# icons in TARGET/classes, and the manual pages and completion in TARGET/help.
set -eu
[ $# = 2 ] || { sed -n '2s/^# //p' "$0" >&2; exit 2; }
version=$1
target=$2
here=$(dirname "$0")
tree=$target/deb
share=$tree/usr/share
home=$tree/usr/lib/xenoscope
arch=$(dpkg --print-architecture)
: "${SOURCE_DATE_EPOCH:=1793491200}" # 2026-11-01, as the pom's outputTimestamp
export SOURCE_DATE_EPOCH
stamp=$(date -u -d "@$SOURCE_DATE_EPOCH" '+%a, %d %b %Y %H:%M:%S +0000')

rm -rf "$tree"
mkdir -p "$tree/DEBIAN" "$tree/usr/bin" "$tree/usr/lib" "$share/applications" "$share/mime/packages" \
  "$share/icons/hicolor/scalable/apps" "$share/doc/xenoscope" "$share/man/man1" "$share/metainfo" \
  "$share/bash-completion/completions" "$share/lintian/overrides"

# the program: without what only a JDK needs, its libraries without their symbols for debuggers
cp -r "$target/xenoscope" "$home"
rm -f "$home/lib/jrt-fs.jar" "$home/bin/keytool" "$home/bin/jrunscript" "$home/release"
find "$home/lib" -name '*.so' -exec strip --strip-unneeded {} + -exec chmod 644 {} +
strip --strip-unneeded "$home/bin/java" "$home/lib/jexec" "$home/lib/jspawnhelper"
mv "$home/legal" "$share/doc/xenoscope/legal"
ln -s ../lib/xenoscope/bin/xenoscope "$tree/usr/bin/xenoscope"

# the desktop
cp "$here/xenoscope.desktop" "$share/applications/"
cp "$here/xenoscope-mime.xml" "$share/mime/packages/xenoscope.xml"
sed "s/@VERSION@/$version/; s/@DATE@/$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)/" "$here/xenoscope.metainfo.xml" \
  > "$share/metainfo/org.xenoscope.Xenoscope.metainfo.xml"
cp "$here/../icons/xenoscope.svg" "$share/icons/hicolor/scalable/apps/"
for icon in "$target"/classes/org/xenoscope/window/theme/icon-*.png; do
  size=${icon##*-}
  size=${size%.png}
  mkdir -p "$share/icons/hicolor/${size}x$size/apps"
  cp "$icon" "$share/icons/hicolor/${size}x$size/apps/xenoscope.png"
done

# the shell
cp "$target"/help/man1/*.1 "$share/man/man1/"
gzip -9n "$share"/man/man1/*.1
sed '1{/^#!/d}' "$target/help/xenoscope" > "$share/bash-completion/completions/xenoscope"

# what Debian wants to know
{
  echo "Copyright: 2026 the authors of Xenoscope"
  echo "License: Apache-2.0, see /usr/share/common-licenses/Apache-2.0"
  echo
  echo "The runtime and the libraries in /usr/lib/xenoscope have licences of their own: OpenJDK and OpenJFX"
  echo "(GPL-2 with the Classpath Exception, see /usr/share/common-licenses/GPL-2) and the others in"
  echo "/usr/share/doc/xenoscope/legal."
} > "$share/doc/xenoscope/copyright"
{
  echo "xenoscope ($version) unstable; urgency=medium"
  echo
  echo "  * Xenoscope $version."
  echo
  echo " -- Xenoscope <xenoscope@example.org>  $stamp"
} | gzip -9n > "$share/doc/xenoscope/changelog.gz"
cp "$here/lintian-overrides" "$share/lintian/overrides/xenoscope"

cat > "$tree/DEBIAN/control" <<EOF
Package: xenoscope
Version: $version
Architecture: $arch
Maintainer: Xenoscope <xenoscope@example.org>
Installed-Size: $(du -sk --apparent-size "$tree/usr" | cut -f1)
Depends: libc6 (>= 2.34), libgtk-3-0 | libgtk-3-0t64, libxtst6, libxxf86vm1, libgl1, libpangoft2-1.0-0, libfontconfig1, libfreetype6, hicolor-icon-theme
Recommends: shared-mime-info, desktop-file-utils, fonts-dejavu-core, libcapstone5 | libcapstone4
Section: devel
Priority: optional
Description: viewer for the crash dumps of Xen hosts
 Opens the vmcore of a crashed Xen host and shows the hypervisor, dom0 and how
 every byte was found. The vmcore alone is enough; no symbol file is needed.
EOF
(cd "$tree" && find usr -type f -printf '%P\0' | sort -z | sed -z 's|^|usr/|' | xargs -0 md5sum > DEBIAN/md5sums)
chmod -R u+w,go-w,a+rX "$tree"
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz -z9 --build "$tree" "$target/xenoscope_${version}_$arch.deb"
