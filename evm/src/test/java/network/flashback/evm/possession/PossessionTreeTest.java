package network.flashback.evm.possession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PossessionTreeTest {
  private static final long SEED = 7;
  private static final int LEAF = 256;

  @ParameterizedTest
  @EnumSource(TreeHash.class)
  void everyLeafOfEverySmallTreeIsProvenWhateverIsKept(TreeHash hash) throws IOException {
    var random = new Random(SEED);
    for (int size = 1; size < 20 * LEAF; size += 1 + random.nextInt(200)) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      for (int kept = 0; kept <= 6; kept += 2) {
        PossessionTree tree = build(new TreeShape(hash, LEAF, kept), content, random);
        for (long leaf = 0; leaf < tree.leaves(); leaf++) {
          PossessionProof proof = tree.prove(leaf, LeafSource.of(content));

          assertThat(proof.siblings()).hasSize(tree.height());
          assertThat(proof.proves(tree.root(), hash))
              .as("size %s, kept %s, leaf %s, seed %s", size, kept, leaf, SEED)
              .isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TreeHash.class)
  void rootIsTheOneOfTheDefinition(TreeHash hash) {
    // The last two are higher than the levels that SHA-256 has.
    for (int size : new int[] {1, 256, 257, 512, 513, 1024, 1025, 5000, 64 * LEAF + 1, 100_000}) {
      byte[] content = new byte[size];
      new Random(SEED).nextBytes(content);

      PossessionTree tree = build(TreeShape.of(hash), content, new Random(SEED));

      assertThat(tree.root()).as("size %s", size).isEqualTo(definition(content, hash));
      assertThat(tree.bytes()).isEqualTo(size);
    }
  }

  @ParameterizedTest
  @EnumSource(TreeHash.class)
  void emptyContentHasTheRootOfOneEmptyLeaf(TreeHash hash) {
    PossessionTree tree = new TreeBuilder(TreeShape.of(hash)).finish();

    assertThat(tree.leaves()).isZero();
    assertThat(tree.height()).isZero();
    assertThat(tree.root()).isEqualTo(definition(new byte[0], hash));
  }

  /// Computed apart from this program; the same constants stand in the contracts' tests.
  @Test
  void rootsOfZeroLeavesAreThoseOfTheContractsSharedVector() {
    assertThat(zeros(TreeHash.KECCAK256, 1))
        .isEqualTo("0x7a9efb4f2d5fc995fb0c798bd5426724a58aa7b05b62f646b6baed96f5dbfc87");
    assertThat(zeros(TreeHash.KECCAK256, 2))
        .isEqualTo("0x4da885ab0fab22bbc970669bb82d0fe11dec9ec0f45b8544b7b008d94bee5ed9");
    assertThat(zeros(TreeHash.SHA256, 1))
        .isEqualTo("0x6c934d0cdf9dba94b474d6d1929f16739bd9a8ed31d0c3bcaf82c283fb7a3568");
    assertThat(zeros(TreeHash.SHA256, 2))
        .isEqualTo("0x420c407475bab43b8142471daa45b11cffa8b44b8cbfd74fe8b3539fd5f84c7c");
    assertThat(zeros(TreeHash.SHA256, 64))
        .isEqualTo("0xceb0dec5e2ec8a5f6dec9e9b47e25c60aed35830b9eeeedaa6aceae0a6b08ef2");
    assertThat(zeros(TreeHash.SHA256, 256))
        .isEqualTo("0x6223f2416ca7297cd55d0961feaf84be61bdea7ba15281d055a4307d8da0f3a5");
  }

  private static String zeros(TreeHash hash, int leaves) {
    return new TreeBuilder(TreeShape.of(hash))
        .add(new byte[leaves * LEAF])
        .finish()
        .root()
        .toString();
  }

  @Test
  void kindsHaveTheCodesThatRevisionsSign() {
    assertThat(TreeHash.of(0)).isEqualTo(TreeHash.KECCAK256);
    assertThat(TreeHash.of(1)).isEqualTo(TreeHash.SHA256);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TreeHash.of(2))
        .withMessageContaining("kind 2");
  }

  @Test
  void changedByteIsNoticedAndCannotBeProven() throws IOException {
    byte[] content = new byte[40 * LEAF];
    new Random(SEED).nextBytes(content);
    PossessionTree tree =
        build(new TreeShape(TreeHash.KECCAK256, LEAF, 3), content, new Random(SEED));
    byte[] damaged = content.clone();
    damaged[9 * LEAF + 17] ^= 1;

    assertThatExceptionOfType(BytesLostException.class)
        .isThrownBy(() -> tree.prove(9, LeafSource.of(damaged)))
        .withMessageContaining("leaf 9 cannot be proven");
    assertThat(tree.prove(30, LeafSource.of(damaged)).proves(tree.root(), TreeHash.KECCAK256))
        .isTrue();
  }

  @Test
  void proofFitsOnlyItsLeafRootAndPlace() throws IOException {
    byte[] content = new byte[8 * LEAF];
    new Random(SEED).nextBytes(content);
    PossessionTree tree = build(TreeShape.STANDARD, content, new Random(SEED));
    PossessionProof proof = tree.prove(5, LeafSource.of(content));

    assertThat(
            new PossessionProof(4, proof.leaf(), proof.siblings())
                .proves(tree.root(), TreeHash.SHA256))
        .isFalse();
    assertThat(proof.proves(Bytes32.ZERO, TreeHash.SHA256)).isFalse();
    assertThat(proof.proves(tree.root(), TreeHash.SHA256)).isTrue();
    assertThat(proof.proves(tree.root(), TreeHash.KECCAK256)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PossessionProof(8, proof.leaf(), proof.siblings()));
    assertThatIllegalArgumentException().isThrownBy(() -> tree.prove(8, LeafSource.of(content)));
  }

  @Test
  void damagedDescriptionIsRefused() {
    PossessionTree tree = build(TreeShape.STANDARD, new byte[1000], new Random(SEED));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new PossessionTree(
                    tree.shape(), tree.root(), tree.height(), 5, tree.bytes(), tree.kept()))
        .withMessageContaining("damaged");
  }

  private static PossessionTree build(TreeShape shape, byte[] content, Random random) {
    var builder = new TreeBuilder(shape);
    for (int at = 0; at < content.length; ) {
      int piece = Math.min(content.length - at, random.nextInt(700));
      builder.add(content, at, piece);
      at += piece;
    }
    return builder.finish();
  }

  // The tree written down as simply as possible: all leaves, padded, then level by level.
  private static Bytes32 definition(byte[] content, TreeHash hash) {
    List<byte[]> level = new ArrayList<>();
    for (int at = 0; at < content.length; at += LEAF) {
      level.add(plainly(hash, 0, new byte[] {0}, Arrays.copyOfRange(content, at, at + LEAF)));
    }
    while (level.isEmpty() || Integer.bitCount(level.size()) != 1) {
      level.add(plainly(hash, 0, new byte[] {0}, new byte[LEAF]));
    }
    for (int height = 1; level.size() > 1; height++) {
      List<byte[]> upper = new ArrayList<>();
      for (int i = 0; i < level.size(); i += 2) {
        upper.add(plainly(hash, height, new byte[] {1}, level.get(i), level.get(i + 1)));
      }
      level = upper;
    }
    return Bytes32.of(level.getFirst());
  }

  private static byte[] plainly(TreeHash hash, int level, byte[]... parts) {
    boolean sha =
        switch (hash) {
          case KECCAK256 -> false;
          case SHA256 -> level <= 6;
        };
    if (!sha) {
      return Keccak256.hash(parts).toArray();
    }
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
