package network.flashback.gateway.operation;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import network.flashback.domain.storage.StorageClass;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;

/// The storage classes that requests name, held against those of the SLA.
///
/// Bytes lie in the legs of the bucket's SLA whatever a request says. A class that those legs are
/// not of is refused, so that nobody believes to have what was not bought.
final class StorageClasses {
  private static final String USUAL = "STANDARD";

  /// Words for what costs differently at S3 and lies alike; kept and shown, nothing else.
  ///
  /// Source: Amazon S3 API Reference, PutObject, `x-amz-storage-class`.
  private static final Set<String> OF_S3 =
      Set.of(USUAL, "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING");

  private StorageClasses() {}

  /// The class that a new object is shown with.
  ///
  /// @throws S3Exception `InvalidStorageClass`
  static String asked(S3Request request, Route route) {
    var named = request.storageClass().orElse(USUAL);
    require(named, route);
    return named;
  }

  /// Refuses a class that is unknown, or that no leg of the SLA is of.
  ///
  /// @throws S3Exception `InvalidStorageClass`
  static void require(String named, Route route) {
    if (OF_S3.contains(named)) {
      return;
    }
    var wanted = meant(named);
    var classes = route.sla().classes();
    if (wanted.isPresent() && classes.contains(wanted.get())) {
      return;
    }
    var there = classes.stream().sorted().map(Enum::name).collect(Collectors.joining(" and "));
    throw new S3Exception(
            S3Error.INVALID_STORAGE_CLASS,
            (wanted.isPresent()
                    ? "The SLA behind this bucket has no providers of the class "
                    : "There is no storage class ")
                + named
                + ". Objects of this bucket lie in "
                + there
                + ". Leave the class out, or use a bucket of an SLA that was opened for it.")
        .with("StorageClassRequested", named);
  }

  private static Optional<StorageClass> meant(String named) {
    return switch (named) {
      case "FAST" -> Optional.of(StorageClass.FAST);
      case "DECENTRALIZED" -> Optional.of(StorageClass.DECENTRALIZED);
      case "ARCHIVE", "GLACIER", "GLACIER_IR", "DEEP_ARCHIVE" -> Optional.of(StorageClass.ARCHIVE);
      default -> Optional.empty();
    };
  }
}
