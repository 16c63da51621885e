package network.flashback.node.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What all pieces that the index knows take, by file: what tells rubbish from pieces at a start
/// without reading them all. Guarded by itself.
final class Rooms {
  private final Map<Long, Room> rooms = new HashMap<>();
  private long highestFile = -1;

  synchronized void add(Room room) {
    rooms.merge(room.file(), room, Room::plus);
    highestFile = Math.max(highestFile, room.file());
  }

  synchronized void remove(Room room) {
    rooms.computeIfPresent(
        room.file(), (_, there) -> there.pieces() > room.pieces() ? there.minus(room) : null);
  }

  synchronized void addAll(Collection<Room> more) {
    more.forEach(this::add);
  }

  synchronized List<Room> all() {
    return List.copyOf(rooms.values());
  }

  synchronized long bytes() {
    return rooms.values().stream().mapToLong(Room::bytes).sum();
  }

  /// The highest number of a file that any piece was ever in; -1 when there was none.
  synchronized long highestFile() {
    return highestFile;
  }

  /// Files below it are not to be used again.
  synchronized void startAfter(long file) {
    highestFile = Math.max(highestFile, file);
  }
}
