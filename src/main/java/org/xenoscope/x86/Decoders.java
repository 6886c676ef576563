package org.xenoscope.x86;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Lazy;
import org.xenoscope.place.Unknown;

import java.util.Optional;

/// Finds something that decodes instructions. The program carries no decoder of its own: it uses
/// the Capstone that the system has, and says which package that is if there is none.
public final class Decoders {
    private static final Lazy<Optional<Capstone.Library>> LIBRARY =
            new Lazy<>(Capstone.Library::load);

    private Decoders() {}

    /// {@return a decoder, or the sentence that says what to install}
    ///
    /// @param wordBytes 8 for 64-bit code, 4 for 32-bit code
    public static Fact<Decoder> forWords(int wordBytes) {
        Optional<Capstone.Library> library = LIBRARY.get();
        if (library.isEmpty()) {
            return new Unknown<>(
                    "instructions are decoded by Capstone, which is not installed; the package is"
                            + " libcapstone5 (Debian 13) or libcapstone4 (Debian 12)");
        }
        return Known.of(
                new Capstone(library.get(), wordBytes), "decoded by " + library.get().name());
    }
}
