package network.flashback.providers;

/// How full a store is.
///
/// @param capacityBytes what may be kept in all
public record Occupancy(long storedBytes, long objects, long capacityBytes) {}
