package network.flashback.app.story;

import java.io.IOException;
import java.net.URI;
import java.util.function.LongConsumer;
import network.flashback.app.bucket.Buckets;
import network.flashback.gateway.access.AccessKeys.KeyPair;

/// A bucket at our gateway, used through the unmodified AWS SDK.
record StoryBucket(Buckets buckets, String name) implements AutoCloseable {
  static StoryBucket open(URI endpoint, KeyPair keys, String name) {
    return new StoryBucket(
        Buckets.open(endpoint, "us-east-1", keys.accessKeyId(), keys.secret()), name);
  }

  void create() throws IOException {
    buckets.create(name);
  }

  void upload(String key, StoryFile file, LongConsumer sent) throws IOException {
    buckets.upload(name, key, file.path(), sent);
  }

  /// Reads the object whole and returns the SHA-256 of what came.
  String download(String key, LongConsumer received) throws IOException {
    try (var object = buckets.open(name, key)) {
      return StoryFile.sha256(object.counted(received));
    }
  }

  @Override
  public void close() {
    buckets.close();
  }
}
