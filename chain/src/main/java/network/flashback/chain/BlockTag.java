package network.flashback.chain;

import java.util.Map;
import java.util.Optional;
import network.flashback.evm.Bytes32;

/// Which block a question is about: one by name, by number, or by hash.
///
/// @param json as JSON-RPC wants it
/// @param byHash the hash, where the block is named by it
public record BlockTag(Object json, Optional<Bytes32> byHash) {
  public static final BlockTag LATEST = named("latest");
  public static final BlockTag PENDING = named("pending");
  public static final BlockTag SAFE = named("safe");
  public static final BlockTag FINALIZED = named("finalized");

  public static BlockTag number(long number) {
    if (number < 0) {
      throw new IllegalArgumentException("Blocks count from 0, not " + number + ".");
    }
    return named(Quantity.of(number));
  }

  /// Only while the block is part of the chain (EIP-1898).
  public static BlockTag hash(Bytes32 hash) {
    return new BlockTag(
        Map.of("blockHash", hash.toString(), "requireCanonical", true), Optional.of(hash));
  }

  private static BlockTag named(String text) {
    return new BlockTag(text, Optional.empty());
  }
}
