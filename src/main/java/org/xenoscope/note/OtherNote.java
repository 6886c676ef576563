package org.xenoscope.note;

import org.xenoscope.place.Field;

import java.util.List;

/// A note of another kind: named if its owner and type are known, else kept raw.
///
/// @param header where it lies
/// @param name what it is, or "note" with its type number
/// @param fields its fields; one raw field if nothing is known of it
public record OtherNote(NoteHeader header, String name, List<Field> fields) implements Note {}
