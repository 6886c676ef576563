package org.xenoscope.type;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenoscope.forge.TypeBytes;
import org.xenoscope.forge.TypeBytes.Member;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Types as forged BTF describes them.
@Timeout(20)
class TypeSystemTest {
    private final TypeBytes bytes = new TypeBytes();
    private final int unsigned = bytes.integer("unsigned int", 4, 0);
    private final int character = bytes.integer("char", 1, TypeBytes.SIGNED);

    private TypeSystem types() {
        return TypeSystem.ofBtf(bytes.bytes(), "a test").orElseThrow();
    }

    private int id(String name) {
        return types().named(name).orElseThrow();
    }

    @Test
    void findsMembersInAnonymousStructuresAndUnions() {
        int inner =
                bytes.structure("", 8, Member.at(0, "a", unsigned), Member.at(4, "b", unsigned));
        int union = bytes.union("", 8, Member.at(0, "", inner), Member.at(0, "all", unsigned));
        int named = bytes.structure("point", 8, Member.at(4, "y", unsigned));
        int points = bytes.array(named, 3);
        bytes.structure("outer", 40, Member.at(8, "", union), Member.at(16, "points", points));
        assertThat(types().offset("outer", "b")).contains(12L);
        assertThat(types().offset("outer", "all")).contains(8L);
        assertThat(types().offset("outer", "points[2].y")).contains(36L);
        assertThat(types().offset("outer", "points[3].y")).isEmpty();
        assertThat(types().offset("outer", "y")).isEmpty();
        assertThat(types().offset("outer", "")).isEmpty();
        assertThat(types().size("outer")).contains(40L);
        assertThat(types().member("outer", "points").flatMap(at -> types().size(at.type())))
                .contains(24L);
    }

    @Test
    void takesOfStructuresWithOneNameTheLargestThatHasTheMember() {
        bytes.structure("twice", 4, Member.at(0, "only_small", unsigned));
        bytes.structure("twice", 16, Member.at(12, "only_large", unsigned));
        assertThat(types().size("twice")).contains(16L);
        assertThat(types().offset("twice", "only_large")).contains(12L);
        assertThat(types().offset("twice", "only_small")).contains(0L);
    }

    @Test
    void tellsBitFields() {
        bytes.structure(
                "flags",
                8,
                new Member("low", unsigned, 0, 3),
                new Member("high", unsigned, 35, 7),
                new Member("plain", unsigned, 32, 0));
        assertThat(types().member("flags", "high")).contains(new MemberPlace(35, 7, unsigned));
        assertThat(types().member("flags", "high").orElseThrow().offset()).isEqualTo(4);
        assertThat(types().member("flags", "plain")).contains(new MemberPlace(32, 0, unsigned));
    }

    @Test
    void writesDeclarationsAsCDoes() {
        int structure = bytes.structure("task", 8);
        int constant = bytes.plain(10, "", structure);
        int pointer = bytes.pointer(constant);
        int constantPointer = bytes.plain(10, "", bytes.pointer(character));
        int names = bytes.array(bytes.pointer(character), 4);
        int function =
                bytes.pointer(
                        bytes.signature(
                                0,
                                new Member("task", pointer, 0, 0),
                                new Member("", unsigned, 0, 0),
                                new Member("", 0, 0, 0)));
        int alias = bytes.plain(8, "pid_t", unsigned);
        int enumeration = bytes.enumeration("state", "RUNNING", "STOPPED");
        int pointerToArray = bytes.pointer(bytes.array(unsigned, 2));
        int forward = bytes.plain(7, "unknown", 0);
        TypeSystem types = types();
        assertThat(types.declaration(pointer, "p")).isEqualTo("const struct task *p");
        assertThat(types.declaration(constantPointer, "p")).isEqualTo("char *const p");
        assertThat(types.declaration(names, "names")).isEqualTo("char *names[4]");
        assertThat(types.declaration(function, "call"))
                .isEqualTo("void (*call)(const struct task *, unsigned int, ...)");
        assertThat(types.declaration(alias, "pid")).isEqualTo("pid_t pid");
        assertThat(types.name(enumeration)).isEqualTo("enum state");
        assertThat(types.declaration(pointerToArray, "p")).isEqualTo("unsigned int (*p)[2]");
        assertThat(types.name(forward)).isEqualTo("struct unknown");
        assertThat(types.name(0)).isEqualTo("void");
    }

    @Test
    void namesTypesAsAPersonDoes() {
        int structure = bytes.structure("page", 64);
        int alias = bytes.plain(8, "pgd_t", structure);
        int enumeration = bytes.enumeration("pid_type", "PIDTYPE_PID");
        assertThat(types().named("struct  page")).contains(structure);
        assertThat(types().named("page")).contains(structure);
        assertThat(types().named("pgd_t")).contains(alias);
        assertThat(types().named("enum pid_type")).contains(enumeration);
        assertThat(types().named("unsigned int")).contains(unsigned);
        assertThat(types().named("struct nothing")).isEmpty();
        assertThat(types().named("")).isEmpty();
        assertThat(types().names()).containsExactly("page", "pgd_t", "pid_type");
    }

    @Test
    void namesConstantsOfEnumerationsOf32And64Bits() {
        int small = bytes.enumeration("small", "ZERO", "ONE");
        int large = bytes.enumeration64("large", Map.of("HIGH", 0x1_0000_0001L));
        int negative = bytes.words("negative", 6 << 24 | 1, 4, 0, -1);
        assertThat(types().constant(small, 1)).contains("ONE");
        assertThat(types().constant(small, 2)).isEmpty();
        assertThat(types().constant(large, 0x1_0000_0001L)).contains("HIGH");
        assertThat(types().constant(large, 1)).isEmpty();
        assertThat(types().constant(negative, 0xffff_ffffL)).contains("");
    }

    @Test
    void goesOnWithAModulesTypes() {
        bytes.structure("page", 64, Member.at(8, "flags", unsigned));
        TypeBytes module = bytes.split();
        int own = module.structure("driver", 16, Member.at(8, "count", unsigned));
        TypeSystem kernel = types();
        TypeSystem extended = kernel.extendedBy(module.bytes(), "a module").orElseThrow();
        assertThat(own).isEqualTo(kernel.count() + 1).isEqualTo(extended.first());
        assertThat(extended.offset("driver", "count")).contains(8L);
        assertThat(extended.offset("page", "flags")).contains(8L);
        assertThat(extended.declaration(unsigned, "n")).isEqualTo("unsigned int n");
        assertThat(kernel.named("driver")).isEmpty();
    }

    @Test
    void keepsWhatStandsBeforeAKindThatItDoesNotKnow() {
        bytes.structure("before", 4);
        bytes.words("strange", 31 << 24, 0);
        bytes.structure("behind", 4);
        TypeSystem types = types();
        assertThat(types.complete()).isFalse();
        assertThat(types.named("before")).isPresent();
        assertThat(types.named("behind")).isEmpty();
        assertThat(types.count()).isEqualTo(3);
    }

    @Test
    void readsEveryKind() {
        int variable = bytes.words("counter", 14 << 24, unsigned, 1);
        bytes.words(".data", 15 << 24 | 1, 4, variable, 0, 4);
        bytes.words("tag", 17 << 24, unsigned, -1);
        int floating = bytes.plain(16, "double", 8);
        int marked = bytes.pointer(bytes.plain(18, "user", character));
        int volatileType = bytes.plain(9, "", unsigned);
        int restricted = bytes.plain(11, "", bytes.pointer(character));
        int function = bytes.plain(12, "start", bytes.signature(unsigned));
        TypeSystem types = types();
        assertThat(types.complete()).isTrue();
        assertThat(types.declaration(variable, "")).isEqualTo("unsigned int counter");
        assertThat(types.size(variable)).contains(4L);
        assertThat(types.size(floating)).contains(8L);
        assertThat(types.declaration(marked, "p")).isEqualTo("char *p");
        assertThat(types.name(volatileType)).isEqualTo("volatile unsigned int");
        assertThat(types.declaration(restricted, "p")).isEqualTo("char *restrict p");
        assertThat(types.name(function)).isEqualTo("unsigned int start(void)");
        assertThat(types.size(function)).isEmpty();
    }

    @Test
    void endsWhereTypesContainThemselves() {
        int next = unsigned + 2;
        int first = bytes.plain(8, "a", next + 1);
        assertThat(first).isEqualTo(next);
        int second = bytes.plain(8, "b", first);
        int array = bytes.words("", 3 << 24, 0, second + 1, 1, 0x7fff_ffff);
        int self = array + 1;
        bytes.structure("self", 8, Member.at(0, "", self), Member.at(0, "x", self));
        int pointer = bytes.pointer(array + 2);
        TypeSystem types = types();
        assertThat(types.stripped(first)).isZero();
        assertThat(types.size(second)).isEmpty();
        assertThat(types.size(array)).isEmpty();
        assertThat(types.offset("self", "nowhere")).isEmpty();
        assertThat(types.offset("self", "x.x.x")).contains(0L);
        assertThat(types.name(pointer)).isNotEmpty();
        assertThat(types.name(first)).isEqualTo("a");
    }

    @Test
    void doesNotMultiplySizesBeyond64Bits() {
        int huge = unsigned;
        for (int i = 0; i < 20; i++) {
            huge = bytes.array(huge, 0xffff_ffff);
        }
        assertThat(types().size(huge)).isEmpty();
        assertThat(types().name(huge)).startsWith("unsigned int [4294967295]");
    }

    @Test
    void answersWhateverTheBytesAre() {
        int inner = bytes.structure("", 8, Member.at(0, "a", unsigned));
        bytes.structure("outer", 40, Member.at(8, "", inner), Member.at(16, "b", unsigned));
        bytes.enumeration("state", "RUNNING");
        bytes.pointer(bytes.signature(unsigned, new Member("x", inner, 0, 0)));
        byte[] sound = bytes.bytes();
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = sound.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Optional<TypeSystem> types = TypeSystem.ofBtf(damaged, "damaged");
            types.ifPresent(TypeSystemTest::askEverything);
        }
    }

    private static void askEverything(TypeSystem types) {
        for (int id = -1; id <= types.count() + 1; id++) {
            types.size(id);
            types.name(id);
            types.member(id, "a.b[1].c");
            types.constant(id, 1);
        }
        types.names();
        List.of("outer", "state", "").forEach(types::named);
    }

    @Test
    void findsBtfInAnImageByItsHeader() {
        byte[] sound = bytes.bytes();
        byte[] image = new byte[100_000];
        System.arraycopy(sound, 0, image, 5000, sound.length);
        System.arraycopy(BtfBytes.MAGIC, 0, image, 77, 3);
        assertThat(BtfFinder.find(image)).containsExactly(new BtfFinder.Piece(5000, sound.length));
    }
}
