package org.xenoscope.xen;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.MachineRun;
import org.xenoscope.note.Notes;
import org.xenoscope.note.Vmcoreinfo;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Finding;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.Severity;
import org.xenoscope.place.Unknown;
import org.xenoscope.symbol.SymbolTable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// Finds the list of domains: its head by the note, by symbols, by the VCPUs that were on the CPUs,
/// or by looking at every page; then from one to the next.
final class DomainList {
    /// Domains that Xen can have, and some.
    private static final int MOST = 40_000;

    private static final long PAGE = 4096;

    /// Bytes between two questions: for progress, whether to stop, and where a sparse file goes on.
    private static final long STRIDE = 16L << 20;

    /// Numbers from here on are no guests: xen/include/public/xen.h, DOMID_FIRST_RESERVED.
    static final int FIRST_RESERVED = 0x7ff0;

    private final XenMemory memory;
    private final Notes notes;
    private final SymbolTable symbols;
    private final List<Long> vcpusOnCpus;
    private final List<Finding> findings = new ArrayList<>();

    DomainList(XenMemory memory, Notes notes, SymbolTable symbols, List<Long> vcpusOnCpus) {
        this.memory = memory;
        this.notes = notes;
        this.symbols = symbols;
        this.vcpusOnCpus = vcpusOnCpus;
    }

    /// What was found.
    ///
    /// @param addresses of each `struct domain`, in the order of the list
    /// @param shape how domains and VCPUs lead to each other
    record Found(List<Long> addresses, DomainShape shape) {}

    /// A head of the list, and how it was found.
    private record Head(long address, String evidence, Optional<Location> where) {}

    Fact<Found> find() {
        Optional<Head> head = noted().or(this::bySymbol).or(this::ofCpus).or(this::byEveryPage);
        if (head.isEmpty()) {
            return new Unknown<>("nothing in Xen's memory leads to a domain");
        }
        Optional<DomainShape> shape = shape(head.get().address());
        if (shape.isEmpty()) {
            return new Unknown<>(
                    "the domain at %s leads to no VCPU that leads back to it"
                            .formatted(memory.at(head.get().address())));
        }
        OptionalInt next = next(head.get().address(), shape.get());
        List<Long> list = walk(head.get().address(), next);
        String evidence =
                head.get().evidence()
                        + (next.isEmpty()
                                ? "; what leads to the next domain was not found"
                                : "; next_in_list at 0x%x".formatted(next.getAsInt()));
        return new Known<>(new Found(list, shape.get()), evidence, head.get().where());
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    private Optional<DomainShape> shape(long head) {
        // the first domain may have no VCPU any more; others may
        return DomainShape.of(memory, head)
                .or(
                        () ->
                                vcpusOnCpus.stream()
                                        .flatMap(vcpu -> DomainShape.ofVcpu(memory, vcpu).stream())
                                        .findFirst());
    }

    private Optional<Head> noted() {
        OptionalLong symbol =
                notes.vmcoreinfoXen()
                        .map((Vmcoreinfo note) -> note.symbol("domain_list"))
                        .orElse(OptionalLong.empty());
        return symbol.isEmpty()
                ? Optional.empty()
                : pointedToBy(symbol.getAsLong(), "domain_list in VMCOREINFO_XEN");
    }

    private Optional<Head> bySymbol() {
        for (String name : List.of("domain_list", "hardware_domain", "dom0")) {
            Optional<Head> head =
                    symbols.address(name)
                            .flatMap(address -> pointedToBy(address, "Xen's symbol " + name));
            if (head.isPresent()) {
                return head;
            }
        }
        return Optional.empty();
    }

    private Optional<Head> pointedToBy(long address, String evidence) {
        long head = memory.peek64(address);
        return isDomain(head)
                ? Optional.of(new Head(head, evidence, Optional.of(memory.at(address))))
                : Optional.empty();
    }

    private boolean isDomain(long address) {
        return XenMemory.isPagePointer(address) && memory.peek16(address) < FIRST_RESERVED;
    }

    private Optional<Head> ofCpus() {
        for (long vcpu : vcpusOnCpus) {
            Optional<DomainShape> shape = DomainShape.ofVcpu(memory, vcpu);
            long domain = shape.map(found -> found.domainOf(memory, vcpu)).orElse(0L);
            if (domain != 0 && memory.peek16(domain) == 0) {
                return Optional.of(
                        new Head(
                                domain,
                                "dom0's VCPU at %s was on a pCPU".formatted(memory.at(vcpu)),
                                Optional.of(memory.at(vcpu))));
            }
        }
        return Optional.empty();
    }

    /// Every page that begins as a domain does and leads to a VCPU that leads back: dom0 if it is
    /// among them.
    private Optional<Head> byEveryPage() {
        if (memory.reader().space().locate(XenMemory.DIRECT_MAP) == HoleReason.NO_ROOT.code()) {
            return Optional.empty(); // then no pointer of a domain can be followed
        }
        List<MachineRun> runs = memory.image().runs();
        long total = runs.stream().mapToLong(MachineRun::bytes).sum();
        long done = 0;
        Optional<Head> first = Optional.empty();
        for (MachineRun run : runs) {
            long inRun = ((run.start() + PAGE - 1) & -PAGE) - run.start();
            while (inRun <= run.bytes() - PAGE) {
                long page = run.start() + inRun;
                if ((page & (STRIDE - 1)) == 0) {
                    Progress.current().check();
                    Progress.current().report(done + inRun, total);
                    long empty = memory.image().emptyBytes(run, inRun);
                    if (empty >= STRIDE) {
                        inRun += empty & -STRIDE; // zeros are no domain
                        continue;
                    }
                }
                Optional<Head> head = beginsAsDomain(page);
                if (head.isPresent() && memory.peek16(head.get().address()) == 0) {
                    return head;
                }
                first = first.isPresent() ? first : head;
                inRun += PAGE;
            }
            done += run.bytes();
        }
        return first;
    }

    private Optional<Head> beginsAsDomain(long page) {
        try {
            long word = memory.image().u64(page);
            long maximum = word >>> 32;
            if ((word & 0xffff) >= FIRST_RESERVED
                    || (word & 0xffff_0000L) != 0
                    || maximum == 0
                    || maximum > DomainShape.MOST_VCPUS) {
                return Optional.empty();
            }
        } catch (UnreadableException _) {
            return Optional.empty();
        }
        long domain = XenMemory.DIRECT_MAP + page;
        return DomainShape.of(memory, domain).isPresent()
                ? Optional.of(
                        new Head(
                                domain,
                                "found by looking at every page",
                                Optional.of(memory.at(domain))))
                : Optional.empty();
    }

    private OptionalInt next(long head, DomainShape shape) {
        Optional<String> noted =
                notes.vmcoreinfoXen()
                        .flatMap(note -> note.get("OFFSET(domain.next_in_list)"))
                        .filter(text -> text.matches("[0-9]{1,4}"));
        if (noted.isPresent()) {
            return OptionalInt.of(Integer.parseInt(noted.get()));
        }
        // two pointers, each to a domain or to nothing, then a sound list of range sets
        for (int offset = 0x40; offset < 0x200; offset += 8) {
            long at = head + offset;
            long next = memory.peek64(at + 16);
            long previous = memory.peek64(at + 24);
            boolean found =
                    endsOrLeadsOn(at, shape)
                            && endsOrLeadsOn(at + 8, shape)
                            && XenMemory.isPointer(next)
                            && XenMemory.isPointer(previous)
                            && memory.peek64(next + 8) == at + 16
                            && memory.peek64(previous) == at + 16
                            && XenMemory.isPointer(memory.peek64(at - 8));
            if (found) {
                return OptionalInt.of(offset);
            }
        }
        return OptionalInt.empty();
    }

    private boolean endsOrLeadsOn(long at, DomainShape shape) {
        long value = memory.peek64(at);
        return value == 0
                || (isDomain(value)
                        && XenMemory.isPointer(memory.peek64(value + shape.domainVcpus())));
    }

    private List<Long> walk(long head, OptionalInt next) {
        List<Long> list = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        long domain = head;
        while (domain != 0 && list.size() < MOST) {
            Progress.current().check();
            if (!isDomain(domain)) {
                wrong(
                        "the list of domains leads from domain %d to %s, which is no domain"
                                .formatted(memory.peek16(list.getLast()), Location.hex(domain)),
                        list.getLast());
                break;
            }
            if (!seen.add(domain)) {
                wrong(
                        "the list of domains leads back to domain %d after %d domains"
                                .formatted(memory.peek16(domain), list.size()),
                        domain);
                break;
            }
            list.add(domain);
            if (next.isEmpty()) {
                break;
            }
            try {
                domain = memory.reader().u64(domain + next.getAsInt());
            } catch (UnreadableException exception) {
                wrong(
                        "the list of domains cannot be followed: " + exception.hole().sentence(),
                        domain);
                break;
            }
        }
        return List.copyOf(list);
    }

    private void wrong(String words, long where) {
        String sentence = Character.toUpperCase(words.charAt(0)) + words.substring(1);
        findings.add(
                new Finding(
                        Severity.WARNING,
                        sentence.endsWith(".") ? sentence : sentence + ".",
                        Optional.of(memory.at(where)),
                        "list of domains"));
    }
}
