package network.flashback.s3.xml;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Query;

/// The tags of a bucket or object, asked and answered.
///
/// @param tags by key, in the order of their keys
public record Tagging(Map<String, String> tags) implements S3Document {
  /// Most tags of an object.
  public static final int OBJECT_TAGS_MAX = 10;

  /// Most tags of a bucket.
  public static final int BUCKET_TAGS_MAX = 50;

  private static final int KEY_CHARS_MAX = 128;
  private static final int VALUE_CHARS_MAX = 256;

  /// Keeps its own copy.
  public Tagging {
    tags = java.util.Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  /// No tags.
  public static Tagging none() {
    return new Tagging(Map.of());
  }

  /// Reads `Tagging`.
  ///
  /// @throws S3Exception `MalformedXML`, `InvalidTag`, `BadRequest` for more than `max`
  public static Tagging parse(InputStream body, int max) throws IOException {
    return of(XmlReader.read(body, "Tagging"), max);
  }

  /// Reads the text [#toXml] gave, or a form's field.
  public static Tagging parse(byte[] xml, int max) {
    return of(XmlReader.parse(xml, "Tagging"), max);
  }

  /// Reads the `x-amz-tagging` header: `key=value&key=value`, percent-encoded.
  public static Tagging ofHeader(String header) {
    var tags = new LinkedHashMap<String, String>();
    for (S3Query.Parameter parameter : S3Query.parse(header).parameters()) {
      add(tags, parameter.name(), parameter.value());
    }
    return bounded(tags, OBJECT_TAGS_MAX);
  }

  private static Tagging of(XmlElement root, int max) {
    var set =
        root.one("TagSet")
            .orElseThrow(() -> new S3Exception(S3Error.MALFORMED_XML, "Tagging has no TagSet."));
    var tags = new LinkedHashMap<String, String>();
    for (XmlElement tag : set.all("Tag")) {
      add(tags, tag.required("Key"), tag.textOf("Value").orElse(""));
    }
    return bounded(tags, max);
  }

  private static void add(Map<String, String> tags, String key, String value) {
    if (key.isEmpty() || key.length() > KEY_CHARS_MAX) {
      throw new S3Exception(S3Error.INVALID_TAG, "The TagKey you have provided is invalid")
          .with("TagKey", key);
    }
    if (value.length() > VALUE_CHARS_MAX) {
      throw new S3Exception(S3Error.INVALID_TAG, "The TagValue you have provided is invalid")
          .with("TagKey", key);
    }
    if (tags.put(key, value) != null) {
      throw new S3Exception(S3Error.INVALID_TAG, "Cannot provide multiple Tags with the same key")
          .with("TagKey", key);
    }
  }

  private static Tagging bounded(Map<String, String> tags, int max) {
    if (tags.size() > max) {
      throw new S3Exception(
          max == OBJECT_TAGS_MAX ? S3Error.INVALID_TAG : S3Error.BAD_REQUEST,
          "There can be at most " + max + " tags.");
    }
    return new Tagging(tags);
  }

  @Override
  public byte[] toXml() {
    var xml = new XmlWriter().root("Tagging").open("TagSet");
    tags.forEach(
        (key, value) -> xml.open("Tag").element("Key", key).element("Value", value).close());
    return xml.toBytes();
  }
}
