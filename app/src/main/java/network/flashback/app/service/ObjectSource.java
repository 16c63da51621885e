package network.flashback.app.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// A bucket as it can be read now.
public interface ObjectSource {
  /// An object as the listing shows it.
  ///
  /// @param etag another one means other bytes
  record Listed(String key, long size, String etag) {}

  /// Objects by key in ascending order, those after `after`; empty after the last.
  List<Listed> list(String after) throws IOException;

  /// The bytes of an object; a failure when it was changed since it was listed.
  InputStream open(Listed object) throws IOException;
}
