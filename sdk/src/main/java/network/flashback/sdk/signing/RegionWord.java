package network.flashback.sdk.signing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import network.flashback.evm.Bytes32;

/// A region's name as one word of the chain: ASCII, left aligned, zeros behind it.
public final class RegionWord {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{1,31}");

  private RegionWord() {}

  /// The word of a region such as `eu-de`.
  public static Bytes32 of(String region) {
    if (!NAME.matcher(region).matches()) {
      throw new IllegalArgumentException(
          "'%s' names no region: small letters, digits and hyphens, such as eu-de."
              .formatted(region));
    }
    return Bytes32.of(Arrays.copyOf(region.getBytes(StandardCharsets.US_ASCII), Bytes32.SIZE));
  }
}
