package network.flashback.s3.xml;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;

/// `ObjectLockConfiguration` of a bucket that has object lock.
///
/// @param rule what new objects get
public record ObjectLockConfiguration(Optional<Rule> rule) implements S3Document {
  private static final int PERIOD_MAX = 36_500;

  /// Default retention of new objects.
  ///
  /// @param years whether the period is in years, not days
  public record Rule(Retention.Mode mode, int period, boolean years) {
    /// The retention of an object written now.
    public Retention from(Instant now) {
      var date = now.atOffset(ZoneOffset.UTC);
      return new Retention(
          mode, (years ? date.plusYears(period) : date.plusDays(period)).toInstant());
    }
  }

  /// Reads the request of PutObjectLockConfiguration.
  ///
  /// @throws S3Exception `MalformedXML` or `InvalidRetentionPeriod`
  public static ObjectLockConfiguration parse(InputStream body) throws IOException {
    return of(XmlReader.read(body, "ObjectLockConfiguration"));
  }

  /// Reads the text [#toXml] gave.
  public static ObjectLockConfiguration parse(byte[] xml) {
    return of(XmlReader.parse(xml, "ObjectLockConfiguration"));
  }

  private static ObjectLockConfiguration of(XmlElement root) {
    if (!root.required("ObjectLockEnabled").strip().equals("Enabled")) {
      throw new S3Exception(S3Error.MALFORMED_XML, "ObjectLockEnabled must be Enabled.");
    }
    return new ObjectLockConfiguration(root.one("Rule").map(ObjectLockConfiguration::rule));
  }

  private static Rule rule(XmlElement element) {
    var retention =
        element.one("DefaultRetention").orElseThrow(() -> new S3Exception(S3Error.MALFORMED_XML));
    var mode = Retention.Mode.of(retention.required("Mode").strip());
    var days = retention.wordOf("Days");
    var years = retention.wordOf("Years");
    if (days.isPresent() == years.isPresent()) {
      throw new S3Exception(S3Error.MALFORMED_XML, "A default retention has either Days or Years.");
    }
    return new Rule(mode, period(days.or(() -> years).orElseThrow()), years.isPresent());
  }

  private static int period(String word) {
    try {
      int period = Integer.parseInt(word);
      if (period > 0 && period <= PERIOD_MAX) {
        return period;
      }
    } catch (NumberFormatException notOne) {
      throw new S3Exception(S3Error.MALFORMED_XML, S3Error.MALFORMED_XML.message(), notOne);
    }
    throw new S3Exception(S3Error.INVALID_RETENTION_PERIOD);
  }

  @Override
  public byte[] toXml() {
    var xml =
        new XmlWriter().root("ObjectLockConfiguration").element("ObjectLockEnabled", "Enabled");
    rule.ifPresent(
        one ->
            xml.open("Rule")
                .open("DefaultRetention")
                .element("Mode", one.mode.name())
                .element(one.years ? "Years" : "Days", one.period));
    return xml.toBytes();
  }
}
