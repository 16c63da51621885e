package network.flashback.market.listing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import network.flashback.domain.storage.Region;
import network.flashback.evm.Bytes32;

/// A region's name as one word of the chain: ASCII, left aligned, zeros behind it.
public final class RegionWord {
  private RegionWord() {}

  public static Bytes32 of(Region region) {
    return Bytes32.of(
        Arrays.copyOf(region.name().getBytes(StandardCharsets.US_ASCII), Bytes32.SIZE));
  }

  /// The region that a word names.
  ///
  /// @throws network.flashback.domain.Refused when the word is no region's name
  public static Region region(Bytes32 word) {
    var bytes = word.toArray();
    var length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return new Region(new String(bytes, 0, length, StandardCharsets.US_ASCII));
  }
}
