package network.flashback.node.store;

/// Where the bytes of a piece lie on disk.
///
/// @param file number of the file; never used twice
/// @param offset first byte inside the file
/// @param bytes length
public record Location(long file, long offset, long bytes) {
  public Location {
    if (file < 0 || offset < 0 || bytes < 0) {
      throw new IllegalArgumentException(
          "A piece cannot lie in file " + file + " from " + offset + " for " + bytes + " bytes.");
    }
  }
}
