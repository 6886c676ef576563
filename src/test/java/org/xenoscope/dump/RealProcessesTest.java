package org.xenoscope.dump;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xenoscope.Corpus;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Trail;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Every page that a process named in its own `/proc/PID/pagemap` before the crash, found in the
/// dump alone: by the kernel's list of tasks, the process's tables and Xen's m2p.
@Tag("corpus")
class RealProcessesTest {
    private static final List<String> DUMPS = Corpus.ELF_DUMPS;
    private static final Pattern PROCESS = Pattern.compile("process name=\\S+ pid=(\\d+).*");
    private static final Pattern PAGE = Pattern.compile(" *\\w+ va=(\\S+) pagemap=\\S+ pfn=(\\S+)");

    @ParameterizedTest
    @FieldSource("DUMPS")
    void findsEveryPageThatAProcessNamedItself(String name) throws Exception {
        int pages = 0;
        try (Dump dump = Dump.open(Corpus.dump(name), Progress.NONE)) {
            SpaceId process = SpaceId.DOM0;
            for (String line : Corpus.truth(name, "dom0-processes.txt")) {
                Matcher who = PROCESS.matcher(line);
                Matcher page = PAGE.matcher(line);
                if (who.matches()) {
                    process = new SpaceId(SpaceId.Kind.TASK, 0, Long.parseLong(who.group(1)));
                } else if (page.matches()) {
                    long vaddr = Location.parseAddress(page.group(1));
                    long pfn = Location.parseAddress(page.group(2));
                    Trail trail = dump.spaces().explain(new Location(process, vaddr));
                    assertThat(trail.physical()).hasValue(pfn << 12 | (vaddr & 0xfff));
                    assertThat(trail.file()).isPresent();
                    pages++;
                }
            }
        }
        assertThat(pages).isGreaterThanOrEqualTo(27);
    }
}
