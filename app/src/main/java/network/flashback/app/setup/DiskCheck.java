package network.flashback.app.setup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import network.flashback.node.NodeConfig;
import network.flashback.node.store.DiskFolder;

/// A folder that is to keep pieces: is it there, writable, large and quick enough, and does it
/// survive a power cut?
final class DiskCheck {
  private static final Set<String> MEMORY = Set.of("tmpfs", "ramfs", "devtmpfs");
  private static final Set<String> REMOTE =
      Set.of("nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "fuse.s3fs");
  private static final int SYNCS = 21;
  private static final int SYNC_BYTES = 4096;

  /// A write waits for one sync at least; slower than this, a single writer gets fewer than 20 a
  /// second.
  private static final long SYNC_MICROS_MAX = 50_000;

  private DiskCheck() {}

  /// Each disk for itself, and which of them are one.
  ///
  /// @param memoryAllowed whether a folder in memory will do, as for trials
  static List<Finding> look(List<DiskFolder> disks, boolean memoryAllowed) {
    var findings = new ArrayList<Finding>();
    for (var disk : disks) {
      findings.add(look(disk.path(), disk.capacityBytes(), memoryAllowed));
    }
    if (disks.size() > 1) {
      sameSystem(disks).forEach(findings::add);
    }
    return List.copyOf(findings);
  }

  /// Folders on one file system share its room and its end.
  private static List<Finding> sameSystem(List<DiskFolder> disks) {
    Map<FileStore, List<DiskFolder>> bySystem = new LinkedHashMap<>();
    for (var disk : disks) {
      // What cannot be told is in the disk's own finding.
      systemOf(disk)
          .ifPresent(store -> bySystem.computeIfAbsent(store, _ -> new ArrayList<>()).add(disk));
    }
    var findings = new ArrayList<Finding>();
    bySystem.forEach(
        (store, shared) -> {
          if (shared.size() > 1) {
            findings.add(shared(store, shared));
          }
        });
    return findings;
  }

  private static Optional<FileStore> systemOf(DiskFolder disk) {
    try {
      return Optional.of(Files.getFileStore(existing(disk.path())));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static Finding shared(FileStore store, List<DiskFolder> shared) {
    var folders =
        String.join(" and ", shared.stream().map(disk -> disk.path().toString()).toList());
    long wanted =
        shared.stream().mapToLong(disk -> disk.capacityBytes() + NodeConfig.RESERVE_BYTES).sum();
    try {
      long room = store.getTotalSpace();
      if (wanted > room) {
        return Finding.refused(
            "disk",
            "%s are on one file system of %s, and together they are to have %s"
                .formatted(folders, RoomSize.words(room), RoomSize.words(wanted)),
            "Offer less with --capacity, or put them on disks of their own.");
      }
    } catch (IOException silent) {
      // It does not tell its size; that it is one is worth knowing all the same.
      return oneSystem(folders);
    }
    return oneSystem(folders);
  }

  private static Finding oneSystem(String folders) {
    return Finding.warn(
        "disk",
        folders + " are on one file system: what ends one ends the others",
        "Mount a disk of its own in each folder, or name one folder only.");
  }

  /// @param memoryAllowed whether a folder in memory will do, as for trials
  static Finding look(Path folder, long capacityBytes, boolean memoryAllowed) {
    try {
      var there = existing(folder);
      if (!Files.isDirectory(there)) {
        return Finding.refused(
            "disk", there + " is no folder", "Name a folder with --disk, or remove that file.");
      }
      if (!Files.isWritable(there)) {
        return Finding.refused(
            "disk",
            there + " cannot be written by this user",
            "Give the folder to the user that runs the node: chown, or another --disk.");
      }
      var store = Files.getFileStore(there);
      if (isMemory(store.type()) && !memoryAllowed) {
        return Finding.refused(
            "disk",
            there + " is memory (" + store.type() + "): a restart loses every piece",
            "Name a folder on a disk; for a trial, add --allow-memory-disk.");
      }
      var room = room(folder, store, capacityBytes);
      return room.verdict() == Finding.Verdict.REFUSED ? room : speed(there, store, room);
    } catch (IOException | SecurityException failed) {
      return Finding.refused(
          "disk",
          folder + " cannot be used: " + failed,
          "Check its mount and who may write there, or name another --disk.");
    }
  }

  static boolean isMemory(String fileSystem) {
    return MEMORY.contains(fileSystem);
  }

  /// Bytes that a node could sell here: what is free, less what stays free, less a twentieth for
  /// journal and dead room.
  static long offeredBytes(Path folder) throws IOException {
    long free = Files.getFileStore(existing(folder)).getUsableSpace() - NodeConfig.RESERVE_BYTES;
    return Math.max(0, free - free / 20);
  }

  // A store that is in use fills the room it was promised, so its disk as a whole is what counts.
  private static Finding room(Path folder, FileStore store, long capacityBytes) throws IOException {
    boolean inUse = Files.exists(folder.resolve("journal"));
    long room = inUse ? store.getTotalSpace() : store.getUsableSpace();
    long wanted = capacityBytes + NodeConfig.RESERVE_BYTES;
    if (wanted > room) {
      return Finding.refused(
          "disk",
          "%s has %s %s, and capacity and reserve together are %s"
              .formatted(
                  folder, RoomSize.words(room), inUse ? "in all" : "free", RoomSize.words(wanted)),
          "Offer less with --capacity, free space, or name a larger disk.");
    }
    return Finding.ok(
        "disk", "%s for sale of %s".formatted(RoomSize.words(capacityBytes), RoomSize.words(room)));
  }

  private static Finding speed(Path there, FileStore store, Finding room) throws IOException {
    long micros = syncMicros(there);
    var detail =
        "%s, %s, %s; a synced write of 4 KiB takes %.1f ms"
            .formatted(there, store.type(), room.detail(), micros / 1000.0);
    if (REMOTE.contains(store.type())) {
      return Finding.warn(
          "disk",
          detail,
          "A network file system may acknowledge what it does not have; use a local disk if you can.");
    }
    return micros > SYNC_MICROS_MAX
        ? Finding.warn(
            "disk",
            detail,
            "Slow syncs make slow writes; an SSD, or a disk with a write cache that survives power cuts, helps.")
        : Finding.ok("disk", detail);
  }

  /// Median time of a small durable write, microseconds. Its file is gone afterwards.
  private static long syncMicros(Path folder) throws IOException {
    var trial = Files.createTempFile(folder, "flashback-", ".trial");
    try (var channel = FileChannel.open(trial, StandardOpenOption.WRITE)) {
      var micros = new long[SYNCS];
      for (int i = 0; i < SYNCS; i++) {
        long began = System.nanoTime();
        channel.write(ByteBuffer.allocate(SYNC_BYTES), (long) i * SYNC_BYTES);
        channel.force(false);
        micros[i] = (System.nanoTime() - began) / 1000;
      }
      Arrays.sort(micros);
      return micros[SYNCS / 2];
    } finally {
      Files.deleteIfExists(trial);
    }
  }

  /// The folder, or the nearest one above it that is there already.
  private static Path existing(Path folder) throws IOException {
    for (Path at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at)) {
        return at;
      }
    }
    throw new IOException("no part of the path exists");
  }
}
