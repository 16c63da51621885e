package network.flashback.app.story;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.function.LongConsumer;
import network.flashback.gateway.access.AccessKeys.KeyPair;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// A bucket at our gateway, used through the unmodified AWS SDK.
final class StoryBucket implements AutoCloseable {
  private static final int PART_BYTES = 8 << 20;
  private static final int COPY_BYTES = 1 << 16;

  private final S3Client s3;
  private final String bucket;

  StoryBucket(URI endpoint, KeyPair keys, String bucket) {
    this.bucket = bucket;
    this.s3 =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(keys.accessKeyId(), keys.secret())))
            .build();
  }

  void create() {
    s3.createBucket(request -> request.bucket(bucket));
  }

  /// Up to 8 MiB in one request, above in parts of 8 MiB.
  void upload(String key, StoryFile file, LongConsumer sent) throws IOException {
    if (file.bytes() <= PART_BYTES) {
      s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromFile(file.path()));
      sent.accept(file.bytes());
      return;
    }
    var upload = s3.createMultipartUpload(request -> request.bucket(bucket).key(key)).uploadId();
    var parts = new ArrayList<CompletedPart>();
    try (var channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      for (long offset = 0; offset < file.bytes(); offset += PART_BYTES) {
        int number = parts.size() + 1;
        var part = read(channel, offset, (int) Math.min(PART_BYTES, file.bytes() - offset));
        var answer =
            s3.uploadPart(
                request -> request.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                RequestBody.fromByteBuffer(part));
        parts.add(CompletedPart.builder().partNumber(number).eTag(answer.eTag()).build());
        sent.accept(offset + part.capacity());
      }
    }
    s3.completeMultipartUpload(
        request ->
            request
                .bucket(bucket)
                .key(key)
                .uploadId(upload)
                .multipartUpload(completed -> completed.parts(parts)));
  }

  /// Reads the object whole and returns the SHA-256 of what came.
  String download(String key, LongConsumer received) throws IOException {
    try (var object = s3.getObject(request -> request.bucket(bucket).key(key))) {
      return StoryFile.sha256(new CountedInput(object, received));
    }
  }

  @Override
  public void close() {
    s3.close();
  }

  private static ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
    var part = ByteBuffer.allocate(length);
    while (part.hasRemaining()) {
      if (channel.read(part, offset + part.position()) < 0) {
        throw new IOException("The file became shorter while it was read.");
      }
    }
    return part.flip();
  }

  /// Tells how far reading has come.
  private static final class CountedInput extends InputStream {
    private final InputStream content;
    private final LongConsumer received;
    private long count;

    CountedInput(InputStream content, LongConsumer received) {
      this.content = content;
      this.received = received;
    }

    @Override
    public int read() throws IOException {
      int one = content.read();
      if (one >= 0) {
        received.accept(++count);
      }
      return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = content.read(into, offset, Math.min(length, COPY_BYTES));
      if (read > 0) {
        count += read;
        received.accept(count);
      }
      return read;
    }
  }
}
