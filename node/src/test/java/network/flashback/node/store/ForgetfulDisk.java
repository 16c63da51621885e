package network.flashback.node.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// A disk that keeps in mind what a power cut would leave: of each file what was synced, and of
/// what was not any part, torn at sectors; of each name what its directory was synced with.
///
/// Directories themselves, once made, stay. Everything is also done for real, so that the store
/// reads what it wrote.
final class ForgetfulDisk implements Disk {
  private static final int SECTOR_BYTES = 512;

  private final Path home;
  private final Map<Path, Content> files = new HashMap<>();

  /// Names that a power cut leaves, with what they then lead to.
  private final Map<Path, Content> durableNames = new HashMap<>();

  private boolean powerless;

  /// The bytes of a file, whatever its name is by now.
  private static final class Content {
    private byte[] synced = new byte[0];
    private final List<Write> unsynced = new ArrayList<>();
    private long length;
  }

  /// A write, or with bytes of length 0 a truncation to the position.
  private static final class Write {
    private final long position;
    private final byte[] bytes;

    Write(long position, byte[] bytes) {
      this.position = position;
      this.bytes = bytes;
    }
  }

  /// Starts from what is in a directory, all of it durable.
  ForgetfulDisk(Path home) throws IOException {
    this.home = home;
    try (var all = Files.walk(home)) {
      for (var file : all.filter(Files::isRegularFile).toList()) {
        var content = new Content();
        content.synced = Files.readAllBytes(file);
        content.length = content.synced.length;
        files.put(file, content);
        durableNames.put(file, content);
      }
    }
  }

  /// From here on nothing reaches the disk: every call fails, as it would for whoever is dead.
  synchronized void cut() {
    powerless = true;
  }

  /// Makes the directory that the next start finds.
  synchronized void leaveIn(Path target, Random random) throws IOException {
    try (var all = Files.walk(home)) {
      for (var directory : all.filter(Files::isDirectory).toList()) {
        Files.createDirectories(target.resolve(home.relativize(directory)));
      }
    }
    Set<Path> names = new HashSet<>(files.keySet());
    names.addAll(durableNames.keySet());
    for (var name : names) {
      var now = files.get(name);
      var before = durableNames.get(name);
      // The system may have written a name back although nobody asked for it.
      var left = now != before && random.nextBoolean() ? now : before;
      if (left != null) {
        Files.write(target.resolve(home.relativize(name)), remains(left, random));
      }
    }
  }

  private static byte[] remains(Content content, Random random) {
    var bytes = content.synced;
    // Any of the unsynced writes may have happened, whole or in part, in any order.
    int kind = random.nextInt(3);
    for (var write : content.unsynced) {
      if (kind == 0 || (kind == 1 && random.nextBoolean())) {
        continue;
      }
      int length = write.bytes.length;
      if (kind == 1 && length > 0 && random.nextInt(3) == 0) {
        length = random.nextInt(length / SECTOR_BYTES + 1) * SECTOR_BYTES;
        if (length == 0) {
          continue;
        }
      }
      bytes = applied(bytes, write.position, write.bytes, length);
    }
    return bytes;
  }

  private static byte[] applied(byte[] bytes, long position, byte[] written, int length) {
    if (written.length == 0) {
      return Arrays.copyOf(bytes, (int) position);
    }
    var result =
        position + length > bytes.length
            ? Arrays.copyOf(bytes, (int) position + length)
            : bytes.clone();
    System.arraycopy(written, 0, result, (int) position, length);
    return result;
  }

  @Override
  public synchronized DiskFile open(Path file) throws IOException {
    requirePower();
    var content = files.computeIfAbsent(file, _ -> new Content());
    return new ForgetfulFile(Disk.REAL.open(file), content);
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    requirePower();
    files.remove(file);
    Disk.REAL.delete(file);
  }

  @Override
  public synchronized void replace(Path from, Path to) throws IOException {
    requirePower();
    var moved = files.remove(from);
    if (moved != null) {
      files.put(to, moved);
    }
    Disk.REAL.replace(from, to);
  }

  @Override
  public synchronized void syncDirectory(Path directory) throws IOException {
    requirePower();
    durableNames.keySet().removeIf(name -> directory.equals(name.getParent()));
    files.forEach(
        (name, content) -> {
          if (directory.equals(name.getParent())) {
            durableNames.put(name, content);
          }
        });
  }

  private void requirePower() throws IOException {
    if (powerless) {
      throw new IOException("The power is gone.");
    }
  }

  private final class ForgetfulFile implements DiskFile {
    private final DiskFile real;
    private final Content content;

    ForgetfulFile(DiskFile real, Content content) {
      this.real = real;
      this.content = content;
    }

    @Override
    public void write(long position, byte[] bytes, int offset, int length) throws IOException {
      synchronized (ForgetfulDisk.this) {
        requirePower();
        if (length > 0) {
          content.unsynced.add(
              new Write(position, Arrays.copyOfRange(bytes, offset, offset + length)));
          content.length = Math.max(content.length, position + length);
        }
      }
      real.write(position, bytes, offset, length);
    }

    @Override
    public void sync() throws IOException {
      List<Write> writes;
      synchronized (ForgetfulDisk.this) {
        requirePower();
        writes = List.copyOf(content.unsynced);
        var bytes = Arrays.copyOf(content.synced, longest());
        for (var write : writes) {
          if (write.bytes.length == 0) {
            Arrays.fill(bytes, (int) write.position, bytes.length, (byte) 0);
          } else {
            System.arraycopy(write.bytes, 0, bytes, (int) write.position, write.bytes.length);
          }
        }
        bytes = Arrays.copyOf(bytes, (int) content.length);
        content.synced = bytes;
        content.unsynced.clear();
      }
    }

    private int longest() {
      long longest = Math.max(content.synced.length, content.length);
      for (var write : content.unsynced) {
        longest = Math.max(longest, write.position + write.bytes.length);
      }
      return (int) longest;
    }

    @Override
    public void truncate(long length) throws IOException {
      synchronized (ForgetfulDisk.this) {
        requirePower();
        content.unsynced.add(new Write(length, new byte[0]));
        content.length = length;
      }
      real.truncate(length);
    }

    @Override
    public long length() throws IOException {
      return real.length();
    }

    @Override
    public void close() throws IOException {
      real.close();
    }
  }
}
