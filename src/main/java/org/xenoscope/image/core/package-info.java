/// Dumps of one domain, as `xl dump-core` writes them: ELF files of sections.
///
/// Front door: {@link org.xenoscope.image.core.DomainCore#of}. Leans on `bytes`, `place` and the
/// ELF core's pieces. Nothing that grows with the dump is read at open; any thread may read.
/// Layout: Xen 4.17, docs/misc/dump-core-format.txt and tools/libs/guest/xg_core.h.
package org.xenoscope.image.core;
