package org.xenoscope.window.memory;

import org.xenoscope.dump.Dump;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Chunk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// One way to read the bytes at a place, little-endian.
///
/// @param name "u32", "string", "as address"
/// @param value the value in words
/// @param known whether it is a value; if not, `value` says why
/// @param target the place that the value names, if it is an address
record Reading(String name, String value, boolean known, Optional<Location> target) {
    private static final int BYTES = 64;

    /// Seconds since 1970 that are shown as a time: 1990 to 2100.
    private static final long FIRST_TIME = 631_152_000L;

    private static final long LAST_TIME = 4_102_444_800L;

    /// {@return the readings of a place}
    static List<Reading> of(Dump dump, Location where) {
        Chunk chunk = dump.spaces().get(where.space()).read(where.address(), BYTES);
        int present = chunk.length() == 0 ? 0 : chunk.presentFrom(0);
        List<Reading> readings = new ArrayList<>();
        if (present == 0) {
            String why = chunk.length() == 0 ? "past the end" : words(chunk.hole(0));
            readings.add(new Reading("u8", why, false, Optional.empty()));
            return readings;
        }
        ByteBuffer bytes = ByteBuffer.wrap(chunk.copy(0, present)).order(ByteOrder.LITTLE_ENDIAN);
        integers(bytes, present, readings);
        if (present >= 8) {
            addresses(dump, bytes.getLong(0), readings);
            value(readings, "f64", Double.toString(bytes.getDouble(0)));
            time(bytes.getLong(0), readings);
        }
        if (present >= 4) {
            value(readings, "f32", Float.toString(bytes.getFloat(0)));
        }
        string(chunk, present, readings);
        if (present >= 16) {
            ByteBuffer big = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
            value(readings, "UUID", new UUID(big.getLong(0), big.getLong(8)).toString());
        }
        return readings;
    }

    private static String words(Optional<HoleReason> reason) {
        return reason.map(known -> HolePattern.of(known).word()).orElse("");
    }

    private static void value(List<Reading> readings, String name, String text) {
        readings.add(new Reading(name, text, true, Optional.empty()));
    }

    private static void integers(ByteBuffer bytes, int present, List<Reading> readings) {
        int u8 = bytes.get(0) & 0xff;
        value(readings, "u8", "%d 0x%02x".formatted(u8, u8));
        value(readings, "binary", "%8s".formatted(Integer.toBinaryString(u8)).replace(' ', '0'));
        if (present >= 2) {
            int u16 = bytes.getShort(0) & 0xffff;
            value(readings, "u16", "%d 0x%04x".formatted(u16, u16));
        }
        if (present >= 4) {
            long u32 = bytes.getInt(0) & 0xffff_ffffL;
            value(readings, "u32", "%d 0x%08x".formatted(u32, u32));
            value(readings, "i32", Integer.toString(bytes.getInt(0)));
        }
        if (present >= 8) {
            value(readings, "u64", "0x%016x".formatted(bytes.getLong(0)));
            value(readings, "i64", Long.toString(bytes.getLong(0)));
        }
    }

    /// In each space whose translation leads to a byte; the file is left out, where every small
    /// number would be an offset.
    private static void addresses(Dump dump, long value, List<Reading> readings) {
        boolean any = false;
        for (SpaceId id : List.of(SpaceId.XEN, SpaceId.DOM0, SpaceId.MACHINE)) {
            long maddr = dump.spaces().get(id).locate(value);
            if (value != 0 && maddr >= 0 && dump.image().holds(maddr)) {
                Location target = new Location(id, value);
                readings.add(
                        new Reading("as address", target.toString(), true, Optional.of(target)));
                any = true;
            }
        }
        if (!any) {
            readings.add(
                    new Reading(
                            "as address", "not an address in any space", false, Optional.empty()));
        }
    }

    private static void time(long seconds, List<Reading> readings) {
        if (seconds >= FIRST_TIME && seconds < LAST_TIME) {
            value(readings, "time", Instant.ofEpochSecond(seconds).toString());
        }
    }

    private static void string(Chunk chunk, int present, List<Reading> readings) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < present; i++) {
            int value = chunk.value(i);
            if (value < 0x20 || value >= 0x7f) {
                break;
            }
            text.append((char) value);
        }
        if (!text.isEmpty()) {
            value(readings, "string", "\"" + text + "\"");
        }
    }
}
