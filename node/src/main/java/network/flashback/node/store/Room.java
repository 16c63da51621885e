package network.flashback.node.store;

/// Room that pieces take in one file.
///
/// @param shared whether other pieces can lie in it
/// @param end behind the last byte that a piece ever had there
record Room(long file, boolean shared, long pieces, long bytes, long end) {
  static Room of(Location location) {
    return new Room(
        location.file(),
        PieceFiles.isInVolume(location),
        1,
        location.bytes(),
        location.offset() + location.bytes());
  }

  /// With what others take in the same file.
  Room plus(Room more) {
    return new Room(
        file, shared, pieces + more.pieces, bytes + more.bytes, Math.max(end, more.end));
  }

  Room minus(Room less) {
    return new Room(file, shared, pieces - less.pieces, bytes - less.bytes, end);
  }
}
