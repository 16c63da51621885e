package network.flashback.app.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import network.flashback.providers.s3compatible.S3Source;

/// A bucket behind any S3 endpoint, the gateway's own included.
public final class S3ObjectSource implements ObjectSource, AutoCloseable {
  private static final int AT_ONCE = 1000;

  private final S3Source source;
  private final String prefix;

  /// @param prefix keys that begin otherwise are left out
  public S3ObjectSource(S3Source source, String prefix) {
    this.source = source;
    this.prefix = prefix;
  }

  @Override
  public List<Listed> list(String after) throws IOException {
    return source.list(prefix, after, AT_ONCE).entries().stream()
        .map(entry -> new Listed(entry.key(), entry.size(), entry.etag()))
        .toList();
  }

  @Override
  public InputStream open(Listed object) throws IOException {
    return source.get(new S3Source.Entry(object.key(), object.size(), object.etag())).body();
  }

  @Override
  public void close() {
    source.close();
  }
}
