package network.flashback.evm.possession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
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

  @Test
  void rootIsTheOneOfTheDefinition() {
    for (int size : new int[] {1, 256, 257, 512, 513, 1024, 1025, 5000}) {
      byte[] content = new byte[size];
      new Random(SEED).nextBytes(content);

      PossessionTree tree = build(TreeShape.STANDARD, content, new Random(SEED));

      assertThat(tree.root()).as("size %s", size).isEqualTo(definition(content));
      assertThat(tree.bytes()).isEqualTo(size);
    }
  }

  @Test
  void emptyContentHasTheRootOfOneEmptyLeaf() {
    PossessionTree tree = new TreeBuilder(TreeShape.STANDARD).finish();

    assertThat(tree.leaves()).isZero();
    assertThat(tree.height()).isZero();
    assertThat(tree.root()).isEqualTo(definition(new byte[0]));
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
                .proves(tree.root(), TreeHash.KECCAK256))
        .isFalse();
    assertThat(proof.proves(Bytes32.ZERO, TreeHash.KECCAK256)).isFalse();
    assertThat(proof.proves(tree.root(), TreeHash.SHA256)).isFalse();
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
  private static Bytes32 definition(byte[] content) {
    List<Bytes32> level = new ArrayList<>();
    for (int at = 0; at < content.length; at += LEAF) {
      level.add(Keccak256.hash(new byte[] {0}, Arrays.copyOfRange(content, at, at + LEAF)));
    }
    while (level.isEmpty() || Integer.bitCount(level.size()) != 1) {
      level.add(Keccak256.hash(new byte[] {0}, new byte[LEAF]));
    }
    while (level.size() > 1) {
      List<Bytes32> upper = new ArrayList<>();
      for (int i = 0; i < level.size(); i += 2) {
        upper.add(
            Keccak256.hash(new byte[] {1}, level.get(i).toArray(), level.get(i + 1).toArray()));
      }
      level = upper;
    }
    return level.getFirst();
  }
}
