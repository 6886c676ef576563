/// Structures laid over memory: what types a program has, where the members of a structure are, and
/// what a structure at a place holds.
///
/// Front doors: {@link org.xenoscope.type.TypeSystem} (types, sizes, members, names as C writes
/// them), {@link org.xenoscope.type.TypedField} (a type laid over a {@link
/// org.xenoscope.place.Location}) and {@link org.xenoscope.type.ListWalk} (the kernel's doubly
/// linked lists). Leans on `place`, `bytes` and `space`. Types are read when asked for; everything
/// is immutable or safely lazy, and any thread may ask.
package org.xenoscope.type;
