package network.flashback.settlement.quality;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.random.RandomGenerator;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.ProbeAnswer;
import network.flashback.chain.contract.RunAnswer;
import network.flashback.chain.contract.WriteAnswer;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;

/// What a reporter keeps of a node's answer, so that others believe that there was one.
///
/// @param sequence of the revision that the leaf was proven against; 0 for bytes that were written
/// @param subject keccak-256 of the leaf; zero for a run of leaves; the seed of bytes that were
///   written
/// @param nonce drawn for this probe; begins with the epoch
/// @param at unix second of the node's clock
public record SignedAnswer(
    long sequence, Bytes32 subject, Bytes32 nonce, long at, Signature signature) {
  /// By which a node's clock may differ from the chain's time. Answers are asked for with
  /// authorisations of the same life.
  public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  /// A nonce for a probe of that epoch: an answer that was asked for in one epoch counts in no
  /// other.
  public static Bytes32 nonce(long epoch, RandomGenerator random) {
    var nonce = ByteBuffer.allocate(Bytes32.SIZE);
    byte[] drawn = new byte[Bytes32.SIZE - Long.BYTES];
    random.nextBytes(drawn);
    nonce.putLong(epoch).put(drawn);
    return Bytes32.of(nonce.array());
  }

  /// The epoch that the answer was asked for.
  public long epoch() {
    return ByteBuffer.wrap(nonce.toArray()).getLong();
  }

  /// Whether the node with that key gave this answer to that reporter.
  public boolean isBy(Address nodeKey, AgreementId id, long leaf, Address reporter) {
    return new ProbeAnswer(id, leaf, sequence, subject, reporter, nonce, at)
        .isBy(nodeKey, signature);
  }

  /// Whether the node with that key sent that reporter a run of so many leaves.
  public boolean isRunBy(Address nodeKey, AgreementId id, long leaf, int leaves, Address reporter) {
    return new RunAnswer(id, leaf, leaves, sequence, reporter, nonce, at).isBy(nodeKey, signature);
  }

  /// Whether the node with that key took from that reporter the bytes that the seed gives.
  public boolean isWriteBy(Address nodeKey, AgreementId id, Address reporter) {
    return isWriteBy(nodeKey, id, WrittenBytes.hash(subject), reporter);
  }

  /// The same of somebody who knows the hash of those bytes.
  ///
  /// @param content SHA-256 of the bytes that the seed gives
  public boolean isWriteBy(Address nodeKey, AgreementId id, Bytes32 content, Address reporter) {
    return new WriteAnswer(id, content, reporter, nonce, at).isBy(nodeKey, signature);
  }
}
