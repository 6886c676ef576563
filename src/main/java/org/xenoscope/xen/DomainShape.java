package org.xenoscope.xen;

import org.xenoscope.place.Progress;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How `struct domain` and `struct vcpu` lead to each other in this dump: the one pair of offsets
/// by which a domain's VCPUs lead back to it.
///
/// Source: struct vcpu and struct domain in xen/include/xen/sched.h, Xen 3.0 to 4.20: `vcpu_id` at
/// 0 and `processor` at 4 of the one, `domain_id` at 0 of the other, in all of them.
///
/// @param vcpuDomain bytes from a VCPU to the pointer to its domain
/// @param domainVcpus bytes from a domain to the pointers to its VCPUs, or to the pointer to them
/// @param embedded whether those pointers lie in the domain itself
record DomainShape(int vcpuDomain, int domainVcpus, boolean embedded) {
    /// VCPUs that a domain may have: Xen's own limit.
    static final int MOST_VCPUS = 8192;

    private static final int[] VCPU_DOMAIN = {0x10, 0x18, 0x20};
    private static final int LAST_OFFSET = 0xff8;

    /// `max_vcpus` at 4 came with the pointer near the start of the structure, in Xen 4.6.
    private static final int NEAR = 0x40;

    private static final int VCPUS_WITHOUT_MAXIMUM = 128;

    /// {@return the shape that is true of a domain and its VCPU 0}
    static Optional<DomainShape> of(XenMemory memory, long domain) {
        for (int offset = 8; offset <= LAST_OFFSET; offset += 8) {
            long value = memory.peek64(domain + offset);
            if (!XenMemory.isPointer(value)) {
                continue;
            }
            Optional<DomainShape> shape = through(memory, domain, offset, value);
            if (shape.isPresent()) {
                return shape;
            }
        }
        return Optional.empty();
    }

    private static Optional<DomainShape> through(
            XenMemory memory, long domain, int offset, long value) {
        long first = memory.peek64(value);
        for (int back : VCPU_DOMAIN) {
            if (XenMemory.isPagePointer(first)
                    && memory.peek32(first) == 0
                    && memory.peek64(first + back) == domain) {
                return Optional.of(new DomainShape(back, offset, false));
            }
            if (XenMemory.isPagePointer(value)
                    && memory.peek32(value) == 0
                    && memory.peek64(value + back) == domain) {
                return Optional.of(new DomainShape(back, offset, true));
            }
        }
        return Optional.empty();
    }

    /// {@return the shape that is true of a VCPU and the domain that it names}
    static Optional<DomainShape> ofVcpu(XenMemory memory, long vcpu) {
        int id = memory.peek32(vcpu);
        if (id < 0 || id >= MOST_VCPUS) {
            return Optional.empty();
        }
        for (int back : VCPU_DOMAIN) {
            long domain = memory.peek64(vcpu + back);
            if (!XenMemory.isPagePointer(domain)) {
                continue;
            }
            for (int offset = 8; offset <= LAST_OFFSET; offset += 8) {
                long value = memory.peek64(domain + offset);
                if (XenMemory.isPointer(value) && memory.peek64(value + 8L * id) == vcpu) {
                    return Optional.of(new DomainShape(back, offset, false));
                }
            }
        }
        return Optional.empty();
    }

    /// {@return the domain that a VCPU names, if it leads back to the VCPU; 0 if not}
    long domainOf(XenMemory memory, long vcpu) {
        int id = memory.peek32(vcpu);
        long domain = memory.peek64(vcpu + vcpuDomain);
        boolean leadsBack =
                id >= 0
                        && id < MOST_VCPUS
                        && XenMemory.isPagePointer(domain)
                        && memory.peek64(slot(memory, domain, id)) == vcpu;
        return leadsBack ? domain : 0;
    }

    private long slot(XenMemory memory, long domain, int id) {
        long start = embedded ? domain + domainVcpus : memory.peek64(domain + domainVcpus);
        return start + 8L * id;
    }

    /// {@return the VCPUs of a domain that lead back to it, by number}
    List<Long> vcpus(XenMemory memory, long domain) {
        boolean hasMaximum = !embedded && domainVcpus < NEAR;
        int maximum = hasMaximum ? memory.peek32(domain + 4) : VCPUS_WITHOUT_MAXIMUM;
        List<Long> vcpus = new ArrayList<>();
        for (int id = 0; id < Math.clamp(maximum, 0, MOST_VCPUS); id++) {
            Progress.current().check();
            long vcpu = memory.peek64(slot(memory, domain, id));
            boolean sound =
                    XenMemory.isPointer(vcpu)
                            && memory.peek32(vcpu) == id
                            && memory.peek64(vcpu + vcpuDomain) == domain;
            if (sound) {
                vcpus.add(vcpu);
            } else if (!hasMaximum) {
                break;
            }
        }
        return vcpus;
    }

    /// {@return bytes from a domain to the pointer to its shared info}
    int sharedInfo() {
        return embedded || domainVcpus >= NEAR ? 8 : domainVcpus + 8;
    }
}
