package org.xenoscope.window.memory;

import org.xenoscope.dump.Dump;
import org.xenoscope.place.Field;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.place.Part;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Chunk;
import org.xenoscope.space.Space;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// One way to read the bytes at a place.
///
/// @param name "u32", "string", "as address"
/// @param value the value in words
/// @param detail the same value written otherwise, quieter; may be empty
/// @param known whether it is a value; if not, `value` says why
/// @param target the place that the value names, if it is an address
record Reading(String name, String value, String detail, boolean known, Optional<Location> target) {
    private static final int BYTES = 64;
    private static final int UUID_BYTES = 16;

    /// Seconds since 1970 that are a plausible time: 1990 to 2100.
    private static final long FIRST_TIME = 631_152_000L;

    private static final long LAST_TIME = 4_102_444_800L;
    private static final long NANOS = 1_000_000_000L;

    /// {@return the readings of a place; those as long as the selection come first}
    ///
    /// @param length bytes selected, unsigned
    static List<Reading> of(Dump dump, Location where, long length, ByteOrder order) {
        Chunk chunk = dump.spaces().get(where.space()).read(where.address(), BYTES);
        int present = chunk.length() == 0 ? 0 : chunk.presentFrom(0);
        List<Reading> readings = new ArrayList<>();
        if (present == 0) {
            String why = chunk.length() == 0 ? "past the end" : words(chunk.hole(0));
            readings.add(unknown("u8", why));
            return readings;
        }
        ByteBuffer bytes = ByteBuffer.wrap(chunk.copy(0, present)).order(order);
        List<Integer> sizes = new ArrayList<>(List.of(1, 2, 4, 8));
        if (length == 2 || length == 4 || length == 8) {
            sizes.removeIf(size -> size == length);
            sizes.addFirst((int) length);
        }
        sizes.stream().filter(size -> size <= present).forEach(size -> add(bytes, size, readings));
        field(dump, where, readings);
        if (present >= Long.BYTES) {
            addresses(dump, bytes.getLong(0), readings);
        }
        string(chunk, present, readings);
        if (present >= Long.BYTES) {
            time(bytes.getLong(0), readings);
        }
        if (present >= UUID_BYTES) {
            ByteBuffer big = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
            readings.add(value("UUID", new UUID(big.getLong(0), big.getLong(8)).toString(), ""));
        }
        return readings;
    }

    private static String words(Optional<HoleReason> reason) {
        return reason.map(known -> HolePattern.of(known).word()).orElse("");
    }

    private static Reading value(String name, String text, String detail) {
        return new Reading(name, text, detail, true, Optional.empty());
    }

    private static Reading unknown(String name, String why) {
        return new Reading(name, why, "", false, Optional.empty());
    }

    /// All readings of so many bytes.
    private static void add(ByteBuffer bytes, int size, List<Reading> out) {
        switch (size) {
            case 1 -> {
                int u8 = bytes.get(0) & 0xff;
                out.add(value("u8", Integer.toString(u8), "0x%02x".formatted(u8)));
                out.add(value("i8", Byte.toString(bytes.get(0)), ""));
                out.add(value("binary", binary(u8), ""));
            }
            case 2 -> {
                int u16 = bytes.getShort(0) & 0xffff;
                out.add(value("u16", Integer.toString(u16), "0x%04x".formatted(u16)));
                out.add(value("i16", Short.toString(bytes.getShort(0)), ""));
            }
            case 4 -> {
                long u32 = bytes.getInt(0) & 0xffff_ffffL;
                out.add(value("u32", Long.toString(u32), "0x%08x".formatted(u32)));
                out.add(value("i32", Integer.toString(bytes.getInt(0)), ""));
                out.add(value("f32", Float.toString(bytes.getFloat(0)), ""));
            }
            default -> {
                long u64 = bytes.getLong(0);
                out.add(value("u64", "0x%016x".formatted(u64), Long.toUnsignedString(u64)));
                out.add(value("i64", Long.toString(u64), ""));
                out.add(value("f64", Double.toString(bytes.getDouble(0)), ""));
            }
        }
    }

    private static String binary(int u8) {
        String bits = Integer.toBinaryString(u8 | 0x100).substring(1);
        return bits.substring(0, 4) + " " + bits.substring(4);
    }

    /// What the field says that owns the byte, flags in words.
    private static void field(Dump dump, Location where, List<Reading> readings) {
        if (!where.space().equals(SpaceId.FILE)) {
            return;
        }
        Optional<Part> owner = MemoryView.owner(dump.parts(), where.address());
        owner.stream()
                .flatMap(part -> part.fields().stream())
                .filter(field -> field.covers(where.address()))
                .findFirst()
                .ifPresent(field -> readings.add(value("field", words(field), field.meaning())));
    }

    private static String words(Field field) {
        return field.name() + " " + field.text();
    }

    /// In each space whose translation leads to a byte; the file is left out, where every small
    /// number would be an offset.
    private static void addresses(Dump dump, long value, List<Reading> readings) {
        boolean any = false;
        for (Space space : dump.spaces().all()) {
            SpaceId id = space.id();
            if (value == 0 || id.equals(SpaceId.FILE)) {
                continue;
            }
            long maddr = space.locate(value);
            if (maddr >= 0 && dump.image().holds(maddr)) {
                Location target = new Location(id, value);
                readings.add(
                        new Reading(
                                "as address",
                                target.toString(),
                                dump.whatIsAt(target),
                                true,
                                Optional.of(target)));
                any = true;
            }
        }
        if (!any) {
            readings.add(unknown("as address", "not an address in any space"));
        }
    }

    private static void time(long value, List<Reading> readings) {
        if (plausible(value)) {
            readings.add(value("time, s", Instant.ofEpochSecond(value).toString(), ""));
        } else if (plausible(value / NANOS)) {
            Instant time = Instant.ofEpochSecond(value / NANOS, value % NANOS);
            readings.add(value("time, ns", time.toString(), ""));
        } else {
            readings.add(unknown("time", "not a plausible time"));
        }
    }

    private static boolean plausible(long seconds) {
        return seconds >= FIRST_TIME && seconds < LAST_TIME;
    }

    private static void string(Chunk chunk, int present, List<Reading> readings) {
        StringBuilder text = new StringBuilder();
        boolean ended = false;
        for (int i = 0; i < present && !ended; i++) {
            int value = chunk.value(i);
            if (value < 0x20 || value >= 0x7f) {
                ended = true;
                if (value != 0 && text.length() < 2) {
                    return;
                }
            } else {
                text.append((char) value);
            }
        }
        if (!text.isEmpty()) {
            String length = ended ? text.length() + " characters" : "goes on";
            readings.add(value("string", "\"" + text + "\"", length));
        }
    }
}
