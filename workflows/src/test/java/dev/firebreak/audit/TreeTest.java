package dev.firebreak.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tree against the reference vectors of Certificate Transparency, and against the definition.
 */
class TreeTest {
  private static final String[] LEAVES = {
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f"
  };

  /** What the database would hold. */
  private static final class Kept implements Tree.Stored {
    private final Map<Integer, List<byte[]>> levels = new TreeMap<>();
    private final Peaks peaks = new Peaks();

    void append(byte[] leaf) {
      level(0).add(leaf);
      peaks.append(
          leaf,
          (height, index, hash) -> {
            if (height % Tree.STEP == 0) {
              assertThat(index).isEqualTo(level(height / Tree.STEP).size());
              level(height / Tree.STEP).add(hash);
            }
          });
    }

    private List<byte[]> level(int level) {
      return levels.computeIfAbsent(level, l -> new ArrayList<>());
    }

    @Override
    public List<byte[]> hashes(int level, long from, long to) {
      if (to > level(level).size()) {
        throw new Tree.Gap("level " + level + " has only " + level(level).size());
      }
      return level(level).subList((int) from, (int) to);
    }
  }

  private static Kept reference(int size) {
    Kept kept = new Kept();
    for (int i = 0; i < size; i++) {
      byte[] content = HexFormat.of().parseHex(LEAVES[i]);
      java.security.MessageDigest sha = Hashes.sha256();
      sha.update((byte) 0);
      kept.append(sha.digest(content));
    }
    return kept;
  }

  @ParameterizedTest
  @CsvSource({
    "0,e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "1,6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "2,fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "3,aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "4,d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "5,4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "6,76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "7,ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "8,5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
  })
  void roots_are_those_of_certificate_transparency(int size, String root) {
    assertThat(Hashes.hex(reference(size).peaks.root())).isEqualTo(root);
    assertThat(Hashes.hex(new Tree(reference(8)).root(size))).isEqualTo(root);
  }

  @Test
  void inclusion_proofs_are_those_of_certificate_transparency() {
    assertThat(new Tree(reference(8)).inclusion(0, 8))
        .extracting(Hashes::hex)
        .containsExactly(
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    assertThat(new Tree(reference(8)).inclusion(5, 8))
        .extracting(Hashes::hex)
        .containsExactly(
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    assertThat(new Tree(reference(8)).inclusion(2, 3))
        .extracting(Hashes::hex)
        .containsExactly("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
  }

  @Test
  void consistency_proofs_are_those_of_certificate_transparency() {
    assertThat(new Tree(reference(8)).consistency(6, 8))
        .extracting(Hashes::hex)
        .containsExactly(
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    assertThat(new Tree(reference(8)).consistency(2, 5))
        .extracting(Hashes::hex)
        .containsExactly(
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
    assertThat(new Tree(reference(8)).consistency(8, 8)).isEmpty();
  }

  /** Section 2.1.1 of RFC 9162, word for word. */
  private static byte[] defined(List<byte[]> leaves) {
    if (leaves.isEmpty()) {
      return Hashes.ofNothing();
    }
    if (leaves.size() == 1) {
      return leaves.get(0);
    }
    int k = Integer.highestOneBit(leaves.size() - 1);
    return Hashes.node(defined(leaves.subList(0, k)), defined(leaves.subList(k, leaves.size())));
  }

  @Test
  void any_beginning_of_a_large_tree_has_the_root_that_the_definition_gives() {
    Random random = new Random(9162);
    Kept kept = new Kept();
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i < 70_000; i++) {
      byte[] leaf = new byte[32];
      random.nextBytes(leaf);
      leaves.add(leaf);
      kept.append(leaf);
    }
    List<Integer> sizes =
        new ArrayList<>(List.of(1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537));
    random.ints(40, 1, 70_000).forEach(sizes::add);

    assertThat(sizes)
        .allSatisfy(
            n -> assertThat(new Tree(kept).root(n)).isEqualTo(defined(leaves.subList(0, n))));
    assertThat(kept.peaks.root()).isEqualTo(defined(leaves));
  }

  @Test
  void a_proof_that_needs_a_hash_that_is_gone_says_so() {
    Kept kept = reference(8);
    kept.level(0).remove(7);

    assertThatThrownBy(() -> new Tree(kept).inclusion(0, 8)).isInstanceOf(Tree.Gap.class);
  }
}
