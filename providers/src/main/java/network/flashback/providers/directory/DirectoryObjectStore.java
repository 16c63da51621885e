package network.flashback.providers.directory;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import network.flashback.providers.BoundedInput;
import network.flashback.providers.Capabilities;
import network.flashback.providers.Listing;
import network.flashback.providers.ObjectStore;
import network.flashback.providers.Occupancy;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;
import network.flashback.providers.Stored;
import network.flashback.providers.StoredName;

/// Keeps each byte string as one file, in 256 directories by the first byte of its name.
///
/// A file is written under another name, synced, linked into place, and its directory synced: a
/// crash leaves the whole file or none.
public final class DirectoryObjectStore implements ObjectStore {
  private static final String ARRIVING = "arriving";

  private final Path root;
  private final long capacityBytes;
  private final AtomicLong storedBytes = new AtomicLong();
  private final AtomicLong objects = new AtomicLong();

  private DirectoryObjectStore(Path root, long capacityBytes) {
    this.root = root;
    this.capacityBytes = capacityBytes;
  }

  /// Opens the directory, creates it when needed, and removes what a crash left half written.
  public static DirectoryObjectStore open(Path root, long capacityBytes) throws IOException {
    var store = new DirectoryObjectStore(root, capacityBytes);
    Files.createDirectories(root.resolve(ARRIVING));
    try (DirectoryStream<Path> torn = Files.newDirectoryStream(root.resolve(ARRIVING))) {
      for (Path file : torn) {
        Files.delete(file);
      }
    }
    for (int shard = 0; shard < 256; shard++) {
      Files.createDirectories(store.shard(shard));
      for (StoredName name : store.names(shard)) {
        store.storedBytes.addAndGet(Files.size(store.file(name)));
        store.objects.incrementAndGet();
      }
    }
    return store;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, false, false, true, Long.MAX_VALUE);
  }

  @Override
  public Stored put(StoredName name, long length, InputStream body) throws IOException {
    if (storedBytes.addAndGet(length) > capacityBytes) {
      storedBytes.addAndGet(-length);
      throw new StoreException(
          Reason.FULL,
          "directory %s may hold %d bytes and has no room for %d more: delete something or raise its capacity"
              .formatted(root, capacityBytes, length));
    }
    var arriving = root.resolve(ARRIVING).resolve(UUID.randomUUID().toString());
    var kept = false;
    try {
      write(arriving, length, body);
      kept = link(arriving, name);
      return new Stored(name, length, Optional.empty());
    } finally {
      Files.deleteIfExists(arriving);
      if (!kept) {
        storedBytes.addAndGet(-length);
      }
    }
  }

  @Override
  public Optional<Stored> find(StoredName name) throws IOException {
    try {
      return Optional.of(new Stored(name, Files.size(file(name)), Optional.empty()));
    } catch (NoSuchFileException unknown) {
      return Optional.empty();
    }
  }

  @Override
  public InputStream get(StoredName name, long first, long length) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(file(name), StandardOpenOption.READ);
    } catch (NoSuchFileException unknown) {
      throw new StoreException(Reason.NOT_FOUND, "nothing is kept under " + name, unknown);
    }
    try {
      if (first < 0 || length < 0 || first > channel.size() - length) {
        throw new StoreException(
            Reason.RANGE,
            "%s has %d bytes; %d from %d on were asked for"
                .formatted(name, channel.size(), length, first));
      }
      channel.position(first);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new BoundedInput(Channels.newInputStream(channel), length);
  }

  @Override
  public void delete(StoredName name) throws IOException {
    var bytes = find(name);
    if (bytes.isPresent() && Files.deleteIfExists(file(name))) {
      sync(shard(name));
      storedBytes.addAndGet(-bytes.get().bytes());
      objects.decrementAndGet();
    }
  }

  @Override
  public Listing list(Optional<StoredName> after, int limit) throws IOException {
    var found = new ArrayList<StoredName>();
    var shard = after.map(name -> name.value().toArray()[0] & 0xff).orElse(0);
    for (; shard < 256 && found.size() <= limit; shard++) {
      for (StoredName name : names(shard)) {
        if (after.isEmpty() || name.compareTo(after.get()) > 0) {
          found.add(name);
        }
      }
    }
    var last = found.size() <= limit;
    return new Listing(last ? found : found.subList(0, limit), last);
  }

  @Override
  public Occupancy occupancy() {
    return new Occupancy(storedBytes.get(), objects.get(), capacityBytes);
  }

  @Override
  public void close() {
    // Holds no open file between calls.
  }

  private void write(Path arriving, long length, InputStream body) throws IOException {
    try (var file =
        FileChannel.open(arriving, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var buffer = new byte[64 * 1024];
      for (long left = length; left > 0; ) {
        var read = body.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new EOFException("the body ended " + left + " bytes before its " + length);
        }
        for (var bytes = ByteBuffer.wrap(buffer, 0, read); bytes.hasRemaining(); ) {
          file.write(bytes);
        }
        left -= read;
      }
      file.force(true);
    }
  }

  /// True when the name is new; a name that holds the same bytes already is left as it is.
  private boolean link(Path arriving, StoredName name) throws IOException {
    try {
      Files.createLink(file(name), arriving);
      syncOrUnlink(name);
      objects.incrementAndGet();
      return true;
    } catch (FileAlreadyExistsException known) {
      if (Files.mismatch(file(name), arriving) >= 0) {
        throw new StoreException(
            Reason.CONFLICT, name + " holds other bytes already: choose another name", known);
      }
      return false;
    }
  }

  /// A put that is interrupted here must not be visible: it will not be acknowledged.
  private void syncOrUnlink(StoredName name) throws IOException {
    var synced = false;
    try {
      sync(shard(name));
      synced = true;
    } finally {
      if (!synced) {
        Files.deleteIfExists(file(name));
      }
    }
  }

  private List<StoredName> names(int shard) throws IOException {
    var names = new ArrayList<StoredName>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(shard(shard))) {
      for (Path file : files) {
        names.add(StoredName.parse(file.getFileName().toString()));
      }
    }
    names.sort(null);
    return names;
  }

  private Path shard(int number) {
    return root.resolve("%02x".formatted(number));
  }

  private Path shard(StoredName name) {
    return root.resolve(name.toString().substring(0, 2));
  }

  private Path file(StoredName name) {
    return shard(name).resolve(name.toString());
  }

  private static void sync(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
