package network.flashback.s3.xml;

import java.util.Optional;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.UriEncoding;

/// How keys are written into listings: the `encoding-type` parameter.
public enum KeyEncoding {
  /// As they are.
  PLAIN,
  /// Percent-encoded, slashes kept.
  URL;

  /// Reads the parameter.
  ///
  /// @throws S3Exception `InvalidArgument` for anything but `url`
  public static KeyEncoding of(Optional<String> encodingType) {
    if (encodingType.isEmpty() || encodingType.get().isEmpty()) {
      return PLAIN;
    }
    if (encodingType.get().equalsIgnoreCase("url")) {
      return URL;
    }
    throw new S3Exception(S3Error.INVALID_ARGUMENT, "Invalid Encoding Method specified in Request")
        .with("ArgumentName", "encoding-type")
        .with("ArgumentValue", encodingType.get());
  }

  String write(String key) {
    return switch (this) {
      case PLAIN -> key;
      case URL -> UriEncoding.encodePath(key);
    };
  }

  /// The prefix of a version 1 listing, which some clients decode and others do not: as it is,
  /// where decoding would change nothing and XML can hold it.
  String writePrefix(String prefix) {
    var safe = prefix.chars().allMatch(c -> c != '%' && c != '+' && (c >= ' ' || c == '\n'));
    return safe ? prefix : write(prefix);
  }

  void declare(XmlWriter xml) {
    if (this == URL) {
      xml.element("EncodingType", "url");
    }
  }

  void prefixes(XmlWriter xml, Iterable<String> prefixes) {
    for (String prefix : prefixes) {
      xml.open("CommonPrefixes").element("Prefix", write(prefix)).close();
    }
  }
}
