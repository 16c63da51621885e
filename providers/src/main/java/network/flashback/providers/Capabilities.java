package network.flashback.providers;

/// What a kind of provider can do; callers ask this and never who the provider is.
///
/// @param deletes whether bytes can be removed before the agreement ends
/// @param provesPossession whether the store is a [ProvingStore]
/// @param chargesEgress whether reading costs vouchers
/// @param refusesRaces whether of two writers who give one name different bytes at the same moment
///   one is always refused; where it is false the later one may win, and only random names are safe
/// @param objectBytesMax the largest object it takes
public record Capabilities(
    boolean deletes,
    boolean provesPossession,
    boolean chargesEgress,
    boolean refusesRaces,
    long objectBytesMax) {
  /// Refuses a store that can hold nothing.
  public Capabilities {
    if (objectBytesMax <= 0) {
      throw new IllegalArgumentException(
          "objectBytesMax is " + objectBytesMax + ": must be positive");
    }
  }
}
