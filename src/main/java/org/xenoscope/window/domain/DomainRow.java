package org.xenoscope.window.domain;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Size;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.xen.Domain;
import org.xenoscope.xen.Vcpu;

import java.util.Optional;

/// A domain, or one of its VCPUs, as a row.
sealed interface DomainRow {
    /// {@return its name}
    String name();

    /// {@return what kind of guest it is; which VCPU}
    String kind();

    /// {@return whether it lives; what a VCPU did, and where}
    String state();

    /// {@return the memory that it has}
    String memory();

    /// {@return the structure of Xen that describes it}
    Location where();

    /// {@return the page table in use, if it has one of its own}
    Optional<Location> pageTable();

    /// A domain.
    record OfDomain(Domain domain) implements DomainRow {
        private static final int PAGE_SHIFT = 12;

        @Override
        public String name() {
            return domain.id() == 0 ? "dom0" : "d" + domain.id();
        }

        @Override
        public String kind() {
            return words(domain.type());
        }

        @Override
        public String state() {
            return words(domain.state());
        }

        @Override
        public String memory() {
            if (!(domain.pages() instanceof Known<Long> pages)) {
                return words(domain.pages());
            }
            return "%s, %d pages".formatted(Size.text(pages.fact() << PAGE_SHIFT), pages.fact());
        }

        @Override
        public Location where() {
            return new Location(SpaceId.XEN, domain.address());
        }

        @Override
        public Optional<Location> pageTable() {
            return Optional.empty();
        }
    }

    /// A VCPU.
    ///
    /// @param on the pCPU that runs it or holds its state, in words; empty if none does
    record OfVcpu(Vcpu vcpu, String on) implements DomainRow {
        @Override
        public String name() {
            return vcpu.name();
        }

        @Override
        public String kind() {
            return "VCPU " + vcpu.id();
        }

        @Override
        public String state() {
            if (!on.isEmpty()) {
                return vcpu.stateText() + ", " + on;
            }
            return vcpu.started()
                    ? "%s, last on pCPU %d".formatted(vcpu.stateText(), vcpu.processor())
                    : vcpu.stateText();
        }

        @Override
        public String memory() {
            return "—";
        }

        @Override
        public Location where() {
            return new Location(SpaceId.XEN, vcpu.address());
        }

        @Override
        public Optional<Location> pageTable() {
            return vcpu.cr3().isPresent() && vcpu.started()
                    ? Optional.of(new Location(SpaceId.MACHINE, vcpu.cr3().getAsLong()))
                    : Optional.empty();
        }
    }

    private static String words(Fact<?> fact) {
        return switch (fact) {
            case Known<?> known -> known.fact().toString();
            case Unknown<?> unknown -> "unknown: " + unknown.reason();
        };
    }
}
