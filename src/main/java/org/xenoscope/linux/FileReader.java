package org.xenoscope.linux;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Progress;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.type.ListWalk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Reads mounts and open files, which only a kernel's own types lead to (fs/mount.h,
/// include/linux/{dcache,fs,fdtable}.h).
final class FileReader {
    private static final int MOST_MOUNTS = 100_000;
    private static final int MOST_FILES = 1 << 16;
    private static final int MOST_STEPS = 512;
    private static final int DEPTH = 256;
    private static final int LONGEST_NAME = 256;
    private static final String NO_TYPES =
            "not recoverable: this kernel carries no type information";
    private static final String MOUNT = "mount";
    private static final String TASK = "task_struct";
    private static final String DENTRY = "dentry";

    private final KernelMemory memory;
    private final SpaceReader reader;

    FileReader(KernelMemory memory) {
        this.memory = memory;
        this.reader = memory.reader();
    }

    /// {@return the file systems that a task sees mounted, or why they are not known}
    Fact<List<MountedFileSystem>> mounts(long task) {
        if (memory.types().isEmpty()) {
            return new Unknown<>(NO_TYPES);
        }
        OptionalLong space =
                memory.follow(
                        memory.follow(OptionalLong.of(task), TASK, "nsproxy"), "nsproxy", "mnt_ns");
        if (space.isEmpty()) {
            return new Unknown<>("the task has no name space of mounts");
        }
        List<MountedFileSystem> mounts = new ArrayList<>();
        for (long mount : mountsOf(space.getAsLong())) {
            Progress.current().check();
            mount(mount, mounts);
        }
        return Known.at(
                List.copyOf(mounts), "mount name space of the task", reader.at(space.getAsLong()));
    }

    private List<Long> mountsOf(long space) {
        OptionalLong list = memory.offset("mnt_namespace", "list");
        if (list.isPresent()) {
            long node = memory.offset(MOUNT, "mnt_list", 0);
            return ListWalk.of(reader, space + list.getAsLong(), node, MOST_MOUNTS).entries();
        }
        OptionalLong tree = memory.offset("mnt_namespace", "mounts");
        OptionalLong node = memory.offset(MOUNT, "mnt_node");
        if (tree.isEmpty() || node.isEmpty()) {
            return List.of();
        }
        OptionalLong root = memory.pointerAt(space + tree.getAsLong());
        return inOrder(root).stream().map(found -> found - node.getAsLong()).toList();
    }

    /// {@return the nodes of a red-black tree in order} Right is at 8, left at 16
    /// (include/linux/rbtree_types.h).
    private List<Long> inOrder(OptionalLong root) {
        List<Long> nodes = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        Deque<Long> open = new ArrayDeque<>();
        OptionalLong at = root;
        while (nodes.size() < MOST_MOUNTS) {
            while (at.isPresent() && open.size() < DEPTH && seen.add(at.getAsLong())) {
                open.push(at.getAsLong());
                at = memory.pointerAt(at.getAsLong() + 16);
            }
            if (open.isEmpty()) {
                break;
            }
            long node = open.pop();
            nodes.add(node);
            at = memory.pointerAt(node + 8);
        }
        return nodes;
    }

    private void mount(long mount, List<MountedFileSystem> mounts) {
        long inner = mount + memory.offset(MOUNT, "mnt", 0x20);
        OptionalLong superBlock = memory.follow(OptionalLong.of(inner), "vfsmount", "mnt_sb");
        OptionalLong root = memory.follow(OptionalLong.of(inner), "vfsmount", "mnt_root");
        if (superBlock.isEmpty() || root.isEmpty()) {
            return; // a cursor of a reader of the list, not a mount
        }
        mounts.add(
                new MountedFileSystem(
                        reader.at(mount),
                        text(memory.follow(OptionalLong.of(mount), MOUNT, "mnt_devname"), "none"),
                        path(root.getAsLong(), inner),
                        type(superBlock)));
    }

    private String type(OptionalLong superBlock) {
        return text(
                memory.follow(
                        memory.follow(superBlock, "super_block", "s_type"),
                        "file_system_type",
                        "name"),
                "?");
    }

    private String text(OptionalLong address, String otherwise) {
        return address.isPresent()
                ? reader.optionalString(address.getAsLong(), LONGEST_NAME).orElse(otherwise)
                : otherwise;
    }

    /// {@return the path of a directory entry: up its parents, and from the root of a file system
    /// to where that is mounted}
    ///
    /// @param inner the `vfsmount` that the entry is seen through
    private String path(long entry, long inner) {
        long inMount = memory.offset(MOUNT, "mnt", 0x20);
        StringBuilder path = new StringBuilder();
        OptionalLong dentry = OptionalLong.of(entry);
        OptionalLong mount = OptionalLong.of(inner - inMount);
        for (int step = 0; step < MOST_STEPS && dentry.isPresent() && mount.isPresent(); step++) {
            OptionalLong root =
                    memory.follow(
                            OptionalLong.of(mount.getAsLong() + inMount), "vfsmount", "mnt_root");
            if (dentry.equals(root)) {
                OptionalLong parent = memory.follow(mount, MOUNT, "mnt_parent");
                if (parent.isEmpty() || parent.equals(mount)) {
                    break;
                }
                dentry = memory.follow(mount, MOUNT, "mnt_mountpoint");
                mount = parent;
                continue;
            }
            path.insert(0, "/" + name(dentry.getAsLong()));
            OptionalLong parent = memory.follow(dentry, DENTRY, "d_parent");
            if (parent.equals(dentry)) {
                break;
            }
            dentry = parent;
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    private String name(long dentry) {
        return text(memory.follow(OptionalLong.of(dentry), DENTRY, "d_name.name"), "?");
    }

    /// {@return the files that a task has open, or why they are not known}
    Fact<List<OpenFile>> files(long task) {
        if (memory.types().isEmpty()) {
            return new Unknown<>(NO_TYPES);
        }
        OptionalLong table =
                memory.follow(
                        memory.follow(OptionalLong.of(task), TASK, "files"), "files_struct", "fdt");
        OptionalLong array = memory.follow(table, "fdtable", "fd");
        OptionalLong count = memory.offset("fdtable", "max_fds");
        OptionalLong path =
                memory.offset("file", "f_path").isPresent()
                        ? memory.offset("file", "f_path")
                        : memory.offset("file", "__f_path");
        if (array.isEmpty() || count.isEmpty() || path.isEmpty() || table.isEmpty()) {
            return new Unknown<>("the task has no table of open files");
        }
        List<OpenFile> files = new ArrayList<>();
        try {
            long most = Math.min(MOST_FILES, reader.u32(table.getAsLong() + count.getAsLong()));
            for (int number = 0; number < most; number++) {
                OptionalLong file = memory.pointerAt(array.getAsLong() + 8L * number);
                if (file.isPresent()) {
                    file(number, file.getAsLong(), path.getAsLong(), files);
                }
            }
        } catch (UnreadableException exception) {
            return new Unknown<>(Words.inside(exception.hole()));
        }
        return Known.at(List.copyOf(files), "table of open files", reader.at(table.getAsLong()));
    }

    private void file(int number, long file, long path, List<OpenFile> files) {
        OptionalLong mount = memory.pointerAt(file + path);
        OptionalLong dentry = memory.pointerAt(file + path + 8);
        if (mount.isEmpty() || dentry.isEmpty()) {
            return;
        }
        OptionalLong inode = memory.follow(dentry, DENTRY, "d_inode");
        String type = type(memory.follow(dentry, DENTRY, "d_sb"));
        boolean nameless =
                type.equals("pipefs") || type.equals("sockfs") || type.equals("anon_inodefs");
        files.add(
                new OpenFile(
                        number,
                        reader.at(file),
                        nameless
                                ? "%s:[%d]".formatted(type, inodeNumber(inode))
                                : path(dentry.getAsLong(), mount.getAsLong()),
                        mode(inode)));
    }

    private long inodeNumber(OptionalLong inode) {
        OptionalLong member = memory.offset("inode", "i_ino");
        try {
            return inode.isPresent() && member.isPresent()
                    ? reader.u64(inode.getAsLong() + member.getAsLong())
                    : 0;
        } catch (UnreadableException _) {
            return 0;
        }
    }

    private int mode(OptionalLong inode) {
        try {
            return inode.isPresent()
                    ? reader.u16(inode.getAsLong() + memory.offset("inode", "i_mode", 0))
                    : 0;
        } catch (UnreadableException _) {
            return 0;
        }
    }
}
