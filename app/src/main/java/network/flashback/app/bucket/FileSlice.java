package network.flashback.app.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import network.flashback.providers.BoundedInput;
import software.amazon.awssdk.core.sync.RequestBody;

/// A part of a file, sent without ever being held whole.
///
/// @param start offset of its first byte
record FileSlice(Path file, long start, long length) {
  private static final long PART_BYTES = 8L << 20;

  /// Of a multipart upload (AWS: Amazon S3 multipart upload limits).
  private static final long PARTS_MOST = 10_000;

  private static final String TYPE = "application/octet-stream";

  /// The file cut into as many slices as an upload has parts; an empty one has one.
  static List<FileSlice> of(Path file) throws IOException {
    long bytes = Files.size(file);
    long each = Math.max(PART_BYTES, Math.ceilDiv(bytes, PARTS_MOST));
    return LongStream.range(0, Math.max(1, Math.ceilDiv(bytes, each)))
        .mapToObj(i -> new FileSlice(file, i * each, Math.min(each, bytes - i * each)))
        .toList();
  }

  long end() {
    return start + length;
  }

  /// What is sent, from its start again when a request is repeated.
  ///
  /// @param sent bytes of the file that were read so far
  RequestBody body(LongConsumer sent) {
    return RequestBody.fromContentProvider(
        () -> new CountedInput(open(), count -> sent.accept(start + count)), length, TYPE);
  }

  private InputStream open() {
    try {
      var channel = FileChannel.open(file, StandardOpenOption.READ);
      return new BoundedInput(Channels.newInputStream(channel.position(start)), length);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
