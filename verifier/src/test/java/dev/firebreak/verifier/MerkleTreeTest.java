package dev.firebreak.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the reference vectors of Certificate Transparency, and against itself turned round. */
class MerkleTreeTest {
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

  private static MerkleTree reference() {
    MerkleTree tree = new MerkleTree();
    for (String leaf : LEAVES) {
      tree.append(MerkleTree.leaf(HexFormat.of().parseHex(leaf)));
    }
    return tree;
  }

  private static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
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
    assertThat(hex(reference().root(0, size))).isEqualTo(root);
  }

  @Test
  void inclusion_proofs_are_those_of_certificate_transparency() {
    assertThat(reference().inclusionProof(5, 8))
        .extracting(MerkleTreeTest::hex)
        .containsExactly(
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    assertThat(reference().inclusionProof(1, 5))
        .extracting(MerkleTreeTest::hex)
        .containsExactly(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
  }

  @Test
  void consistency_proofs_are_those_of_certificate_transparency() {
    assertThat(reference().consistencyProof(1, 8))
        .extracting(MerkleTreeTest::hex)
        .containsExactly(
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    assertThat(reference().consistencyProof(6, 8))
        .extracting(MerkleTreeTest::hex)
        .containsExactly(
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
  }

  private static MerkleTree random(Random random, int size) {
    MerkleTree tree = new MerkleTree();
    for (int i = 0; i < size; i++) {
      byte[] leaf = new byte[32];
      random.nextBytes(leaf);
      tree.append(leaf);
    }
    return tree;
  }

  @Test
  void every_leaf_of_every_small_tree_has_a_proof_that_holds_for_nothing_else() {
    MerkleTree tree = random(new Random(1), 40);
    for (int size = 1; size <= 40; size++) {
      byte[] root = tree.root(0, size);
      for (int i = 0; i < size; i++) {
        List<byte[]> path = tree.inclusionProof(i, size);
        byte[] leaf = tree.leafHash(i);

        assertThat(MerkleTree.includes(i, size, leaf, path, root)).isTrue();
        assertThat(MerkleTree.includes(i, size, MerkleTree.leaf("other"), path, root)).isFalse();
        assertThat(MerkleTree.includes(i, size, leaf, path, tree.leafHash(i))).isEqualTo(size == 1);
        assertThat(MerkleTree.includes((i + 1) % size, size, leaf, path, root))
            .isEqualTo(size == 1);
        for (List<byte[]> wrong : mutilated(path)) {
          assertThat(MerkleTree.includes(i, size, leaf, wrong, root)).isFalse();
        }
      }
    }
  }

  @Test
  void every_beginning_of_every_small_tree_has_a_proof_that_holds_for_nothing_else() {
    MerkleTree tree = random(new Random(2), 40);
    MerkleTree other = random(new Random(3), 40);
    for (int size = 2; size <= 40; size++) {
      for (int old = 1; old < size; old++) {
        byte[] first = tree.root(0, old);
        byte[] second = tree.root(0, size);
        List<byte[]> proof = tree.consistencyProof(old, size);

        assertThat(MerkleTree.extendsTo(old, first, size, second, proof)).isTrue();
        assertThat(MerkleTree.extendsTo(old, other.root(0, old), size, second, proof)).isFalse();
        assertThat(MerkleTree.extendsTo(old, first, size, other.root(0, size), proof)).isFalse();
        assertThat(MerkleTree.extendsTo(size, second, old, first, proof)).isFalse();
        for (List<byte[]> wrong : mutilated(proof)) {
          assertThat(MerkleTree.extendsTo(old, first, size, second, wrong)).isFalse();
        }
      }
    }
  }

  @Test
  void a_tree_is_its_own_beginning_without_a_proof() {
    byte[] root = reference().root();

    assertThat(MerkleTree.extendsTo(8, root, 8, root, List.of())).isTrue();
    assertThat(MerkleTree.extendsTo(8, root, 8, root, List.of(root))).isFalse();
    assertThat(MerkleTree.extendsTo(0, root, 8, root, List.of(root))).isFalse();
  }

  /** One hash changed, one too many, one too few. */
  private static List<List<byte[]>> mutilated(List<byte[]> path) {
    List<List<byte[]>> all = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      List<byte[]> changed = new ArrayList<>(path);
      byte[] hash = changed.get(i).clone();
      hash[i % 32] ^= 1;
      changed.set(i, hash);
      all.add(changed);
      List<byte[]> shorter = new ArrayList<>(path);
      shorter.remove(i);
      all.add(shorter);
    }
    List<byte[]> longer = new ArrayList<>(path);
    longer.add(new byte[32]);
    all.add(longer);
    return all;
  }
}
