package org.xenoscope.type;

import java.util.ArrayList;
import java.util.List;

/// The numbers of types by the hash of their name: two int arrays, whatever their number.
final class TypeNameIndex {
    private final BtfBytes btf;
    private final int[] heads;
    private final int[] next;

    TypeNameIndex(BtfBytes btf) {
        this.btf = btf;
        int own = btf.endId() - btf.firstId();
        heads = new int[Integer.highestOneBit(Math.max(16, own)) * 2];
        next = new int[own];
        // backwards, so that each chain is in the order of the numbers
        for (int id = btf.endId() - 1; id >= btf.firstId(); id--) {
            if (btf.word(id, 0) != 0) {
                int slot = slot(btf.nameHash(id));
                next[id - btf.firstId()] = heads[slot];
                heads[slot] = id;
            }
        }
    }

    private int slot(int hash) {
        return (hash ^ hash >>> 16) & (heads.length - 1);
    }

    /// {@return the numbers of the types with that name, lowest first}
    List<Integer> named(String name) {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = 31 * hash + (name.charAt(i) & 0xff);
        }
        List<Integer> found = new ArrayList<>();
        for (int id = heads[slot(hash)]; id != 0; id = next[id - btf.firstId()]) {
            if (btf.name(id).equals(name)) {
                found.add(id);
            }
        }
        return found;
    }
}
