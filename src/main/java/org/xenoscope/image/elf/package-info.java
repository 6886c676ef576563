/// ELF cores: headers, PT_LOAD, PT_NOTE, and their damage.
///
/// Front door: {@link org.xenoscope.image.elf.ElfImage#of}. Leans on `bytes` and `place`. Immutable
/// once open; any thread may read. Layouts: System V gABI, chapters 4 and 5.
package org.xenoscope.image.elf;
