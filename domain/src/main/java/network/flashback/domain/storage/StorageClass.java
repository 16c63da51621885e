package network.flashback.domain.storage;

import java.util.Arrays;
import java.util.Optional;

/// The three shares an SLA is designed from. The order is the code on chain.
public enum StorageClass {
  /// Answers at once, from few and close providers.
  FAST,
  /// Spread over independent operators and networks.
  DECENTRALIZED,
  /// Cheap to keep, slow to get.
  ARCHIVE;

  /// The code in a signed offer: 0, 1 or 2.
  public int code() {
    return switch (this) {
      case FAST -> 0;
      case DECENTRALIZED -> 1;
      case ARCHIVE -> 2;
    };
  }

  /// The class of a code in a signed offer.
  public static Optional<StorageClass> ofCode(int code) {
    return Arrays.stream(values()).filter(one -> one.code() == code).findFirst();
  }
}
