package network.flashback.s3.xml;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;

/// `CORSConfiguration`: which pages of other origins a browser may let use the bucket.
public record CorsConfiguration(List<Rule> rules) implements S3Document {
  private static final int RULES_MAX = 100;
  private static final Set<String> METHODS = Set.of("GET", "PUT", "HEAD", "POST", "DELETE");

  /// Keeps its own copy.
  public CorsConfiguration {
    rules = List.copyOf(rules);
  }

  /// One rule; origins and headers may hold one `*`.
  public record Rule(
      Optional<String> id,
      List<String> origins,
      List<String> methods,
      List<String> headers,
      List<String> exposed,
      Optional<String> maxAgeSeconds) {

    /// Whether the rule speaks about a request.
    ///
    /// @param asked headers the request would send, any case
    public boolean matches(String origin, String method, List<String> asked) {
      return origins.stream().anyMatch(pattern -> matches(pattern, origin))
          && methods.contains(method)
          && asked.stream()
              .allMatch(
                  name ->
                      headers.stream()
                          .anyMatch(
                              pattern ->
                                  matches(
                                      pattern.toLowerCase(Locale.ROOT),
                                      name.toLowerCase(Locale.ROOT))));
    }

    /// Whether any origin is as good as another.
    public boolean anyOrigin() {
      return origins.contains("*");
    }

    private static boolean matches(String pattern, String text) {
      int star = pattern.indexOf('*');
      return star < 0
          ? pattern.equals(text)
          : text.length() >= pattern.length() - 1
              && text.startsWith(pattern.substring(0, star))
              && text.endsWith(pattern.substring(star + 1));
    }
  }

  /// The first rule about a request.
  public Optional<Rule> ruleFor(String origin, String method, List<String> asked) {
    return rules.stream().filter(rule -> rule.matches(origin, method, asked)).findFirst();
  }

  /// Reads the request of PutBucketCors.
  ///
  /// @throws S3Exception `MalformedXML` or `InvalidRequest`
  public static CorsConfiguration parse(InputStream body) throws IOException {
    return of(XmlReader.read(body, "CORSConfiguration"));
  }

  /// Reads the text [#toXml] gave.
  public static CorsConfiguration parse(byte[] xml) {
    return of(XmlReader.parse(xml, "CORSConfiguration"));
  }

  private static CorsConfiguration of(XmlElement root) {
    var rules = root.all("CORSRule");
    if (rules.isEmpty() || rules.size() > RULES_MAX) {
      throw new S3Exception(S3Error.MALFORMED_XML, "There must be 1 to 100 rules.");
    }
    return new CorsConfiguration(rules.stream().map(CorsConfiguration::rule).toList());
  }

  private static Rule rule(XmlElement element) {
    var rule =
        new Rule(
            element.wordOf("ID"),
            words(element, "AllowedOrigin"),
            words(element, "AllowedMethod"),
            words(element, "AllowedHeader"),
            words(element, "ExposeHeader"),
            element.wordOf("MaxAgeSeconds"));
    if (rule.origins.isEmpty() || rule.methods.isEmpty()) {
      throw new S3Exception(
          S3Error.MALFORMED_XML, "A rule needs an AllowedOrigin and an AllowedMethod.");
    }
    for (String method : rule.methods) {
      if (!METHODS.contains(method)) {
        throw new S3Exception(
            S3Error.INVALID_REQUEST,
            "Found unsupported HTTP method in CORS config. Unsupported method is " + method);
      }
    }
    for (String origin : rule.origins) {
      if (origin.indexOf('*') != origin.lastIndexOf('*')) {
        throw new S3Exception(
            S3Error.INVALID_REQUEST,
            "AllowedOrigin \"" + origin + "\" can not have more than one wildcard.");
      }
    }
    return rule;
  }

  private static List<String> words(XmlElement element, String name) {
    return element.all(name).stream().map(one -> one.text().strip()).toList();
  }

  @Override
  public byte[] toXml() {
    var xml = new XmlWriter().root("CORSConfiguration");
    for (Rule rule : rules) {
      xml.open("CORSRule").element("ID", rule.id);
      rule.origins.forEach(origin -> xml.element("AllowedOrigin", origin));
      rule.methods.forEach(method -> xml.element("AllowedMethod", method));
      rule.headers.forEach(header -> xml.element("AllowedHeader", header));
      rule.exposed.forEach(header -> xml.element("ExposeHeader", header));
      xml.element("MaxAgeSeconds", rule.maxAgeSeconds).close();
    }
    return xml.toBytes();
  }
}
