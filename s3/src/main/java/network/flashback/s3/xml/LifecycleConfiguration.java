package network.flashback.s3.xml;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.flashback.s3.S3Dates;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;

/// `LifecycleConfiguration`: what happens to objects as they grow old.
public record LifecycleConfiguration(List<Rule> rules) implements S3Document {
  private static final int RULES_MAX = 1000;
  private static final int ID_CHARS_MAX = 255;

  /// Keeps its own copy.
  public LifecycleConfiguration {
    rules = List.copyOf(rules);
  }

  /// One rule.
  ///
  /// @param asFilter whether the prefix was given in a Filter, as it is answered then
  /// @param expiredMarker whether delete markers go that hide nothing any more
  /// @param noncurrentExpiration days after which a version goes that is not the current one
  /// @param abortDays days after which an unfinished upload ends
  public record Rule(
      String id,
      boolean enabled,
      boolean asFilter,
      Filter filter,
      Optional<When> expiration,
      boolean expiredMarker,
      Optional<Noncurrent> noncurrentExpiration,
      List<Transition> transitions,
      List<NoncurrentTransition> noncurrentTransitions,
      Optional<Integer> abortDays) {}

  /// Which objects a rule is about.
  public record Filter(
      String prefix, Map<String, String> tags, OptionalLong largerThan, OptionalLong smallerThan) {

    /// Whether an object is meant.
    public boolean matches(String key, Map<String, String> objectTags, long size) {
      return key.startsWith(prefix)
          && objectTags.entrySet().containsAll(tags.entrySet())
          && size > largerThan.orElse(-1)
          && size < smallerThan.orElse(Long.MAX_VALUE);
    }

    boolean isPlain() {
      return tags.isEmpty() && largerThan.isEmpty() && smallerThan.isEmpty();
    }
  }

  /// An age, or a day.
  public sealed interface When {
    /// So many days after an object was written.
    record Days(int days) implements When {}

    /// From this time on.
    record Date(Instant date) implements When {}
  }

  /// Age of a version since it is not current, and how many newer ones are kept in any case.
  public record Noncurrent(int days, int newerKept) {}

  /// Another storage class from some time on.
  public record Transition(When when, String storageClass) {}

  /// Another storage class for versions that are not current.
  public record NoncurrentTransition(Noncurrent after, String storageClass) {}

  /// The storage classes that its transitions name.
  public Set<String> classes() {
    return rules.stream()
        .flatMap(
            rule ->
                Stream.concat(
                    rule.transitions().stream().map(Transition::storageClass),
                    rule.noncurrentTransitions().stream().map(NoncurrentTransition::storageClass)))
        .collect(Collectors.toSet());
  }

  /// Reads the request of PutBucketLifecycleConfiguration.
  ///
  /// @param newId for rules without a name
  /// @throws S3Exception `MalformedXML` or `InvalidArgument`
  public static LifecycleConfiguration parse(
      InputStream body, java.util.function.Supplier<String> newId) throws IOException {
    return of(XmlReader.read(body, "LifecycleConfiguration"), newId);
  }

  /// Reads the text [#toXml] gave.
  public static LifecycleConfiguration parse(byte[] xml) {
    return of(XmlReader.parse(xml, "LifecycleConfiguration"), () -> "");
  }

  private static LifecycleConfiguration of(
      XmlElement root, java.util.function.Supplier<String> newId) {
    var elements = root.all("Rule");
    if (elements.isEmpty() || elements.size() > RULES_MAX) {
      throw malformed("There must be 1 to 1000 rules.");
    }
    var rules = elements.stream().map(element -> rule(element, newId)).toList();
    var ids = new HashSet<String>();
    for (Rule rule : rules) {
      if (!ids.add(rule.id)) {
        throw new S3Exception(
            S3Error.INVALID_ARGUMENT,
            "Rule ID must be unique. Found same ID for more than one rule");
      }
    }
    return new LifecycleConfiguration(rules);
  }

  private static Rule rule(XmlElement element, java.util.function.Supplier<String> newId) {
    var id = element.wordOf("ID").orElseGet(newId);
    if (id.length() > ID_CHARS_MAX) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT, "ID length should not exceed allowed limit of 255");
    }
    var status = element.required("Status").strip();
    if (!status.equals("Enabled") && !status.equals("Disabled")) {
      throw malformed("The Status of a rule is Enabled or Disabled.");
    }
    var expiration = element.one("Expiration");
    var rule =
        new Rule(
            id,
            status.equals("Enabled"),
            element.one("Filter").isPresent(),
            filter(element),
            expiration.flatMap(LifecycleConfiguration::when),
            expiration
                .flatMap(one -> one.wordOf("ExpiredObjectDeleteMarker"))
                .filter("true"::equalsIgnoreCase)
                .isPresent(),
            element.one("NoncurrentVersionExpiration").map(LifecycleConfiguration::noncurrent),
            element.all("Transition").stream().map(LifecycleConfiguration::transition).toList(),
            element.all("NoncurrentVersionTransition").stream()
                .map(one -> new NoncurrentTransition(noncurrent(one), storageClass(one)))
                .toList(),
            element
                .one("AbortIncompleteMultipartUpload")
                .map(one -> days(one.required("DaysAfterInitiation"))));
    if (expiration.isPresent() && rule.expiration.isEmpty() && !rule.expiredMarker) {
      throw malformed("An Expiration has Days, Date or ExpiredObjectDeleteMarker.");
    }
    return rule;
  }

  private static Filter filter(XmlElement rule) {
    var filter = rule.one("Filter");
    if (filter.isEmpty()) {
      return new Filter(
          rule.textOf("Prefix").orElse(""), Map.of(), OptionalLong.empty(), OptionalLong.empty());
    }
    var holder = filter.get().one("And").orElse(filter.get());
    var tags = new java.util.TreeMap<String, String>();
    for (XmlElement tag : holder.all("Tag")) {
      tags.put(tag.required("Key"), tag.textOf("Value").orElse(""));
    }
    return new Filter(
        holder.textOf("Prefix").orElse(""),
        Map.copyOf(tags),
        size(holder.wordOf("ObjectSizeGreaterThan")),
        size(holder.wordOf("ObjectSizeLessThan")));
  }

  private static OptionalLong size(Optional<String> word) {
    try {
      return word.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(word.get()));
    } catch (NumberFormatException notOne) {
      throw new S3Exception(S3Error.MALFORMED_XML, "A size is a number of bytes.", notOne);
    }
  }

  private static Optional<When> when(XmlElement element) {
    var days = element.wordOf("Days");
    var date = element.wordOf("Date");
    if (days.isPresent() && date.isPresent()) {
      throw malformed("A time is either Days or Date.");
    }
    return days.<When>map(word -> new When.Days(days(word)))
        .or(() -> date.map(word -> new When.Date(date(word))));
  }

  private static Noncurrent noncurrent(XmlElement element) {
    return new Noncurrent(
        element.wordOf("NoncurrentDays").map(LifecycleConfiguration::days).orElse(0),
        element.wordOf("NewerNoncurrentVersions").map(LifecycleConfiguration::days).orElse(0));
  }

  private static Transition transition(XmlElement element) {
    return new Transition(
        when(element).orElseThrow(() -> malformed("A Transition has Days or Date.")),
        storageClass(element));
  }

  private static String storageClass(XmlElement element) {
    return element.required("StorageClass").strip();
  }

  private static int days(String word) {
    try {
      int days = Integer.parseInt(word.strip());
      if (days > 0) {
        return days;
      }
    } catch (NumberFormatException notOne) {
      throw new S3Exception(S3Error.MALFORMED_XML, S3Error.MALFORMED_XML.message(), notOne);
    }
    throw new S3Exception(
        S3Error.INVALID_ARGUMENT, "'Days' for lifecycle actions must be a positive integer");
  }

  private static Instant date(String word) {
    try {
      var date =
          word.contains("T")
              ? OffsetDateTime.parse(word).toInstant()
              : LocalDate.parse(word).atStartOfDay(ZoneOffset.UTC).toInstant();
      if (date.equals(date.truncatedTo(ChronoUnit.DAYS))) {
        return date;
      }
      throw new S3Exception(S3Error.INVALID_ARGUMENT, "'Date' must be at midnight GMT");
    } catch (DateTimeParseException notOne) {
      throw new S3Exception(S3Error.MALFORMED_XML, "A Date must be midnight of ISO 8601.", notOne);
    }
  }

  private static S3Exception malformed(String why) {
    return new S3Exception(S3Error.MALFORMED_XML, why);
  }

  @Override
  public byte[] toXml() {
    var xml = new XmlWriter().root("LifecycleConfiguration");
    rules.forEach(rule -> write(xml, rule));
    return xml.toBytes();
  }

  private static void write(XmlWriter xml, Rule rule) {
    xml.open("Rule")
        .element("ID", rule.id)
        .element("Status", rule.enabled ? "Enabled" : "Disabled");
    if (rule.asFilter) {
      write(xml, rule.filter);
    } else {
      xml.element("Prefix", rule.filter.prefix);
    }
    if (rule.expiration.isPresent() || rule.expiredMarker) {
      xml.open("Expiration");
      rule.expiration.ifPresent(when -> write(xml, when));
      if (rule.expiredMarker) {
        xml.element("ExpiredObjectDeleteMarker", true);
      }
      xml.close();
    }
    rule.noncurrentExpiration.ifPresent(
        after -> {
          xml.open("NoncurrentVersionExpiration");
          write(xml, after);
          xml.close();
        });
    for (Transition transition : rule.transitions) {
      xml.open("Transition");
      write(xml, transition.when);
      xml.element("StorageClass", transition.storageClass).close();
    }
    for (NoncurrentTransition transition : rule.noncurrentTransitions) {
      xml.open("NoncurrentVersionTransition");
      write(xml, transition.after);
      xml.element("StorageClass", transition.storageClass).close();
    }
    rule.abortDays.ifPresent(
        days ->
            xml.open("AbortIncompleteMultipartUpload")
                .element("DaysAfterInitiation", days)
                .close());
    xml.close();
  }

  private static void write(XmlWriter xml, Filter filter) {
    xml.open("Filter");
    if (!filter.isPlain()) {
      xml.open("And");
    }
    if (!filter.prefix.isEmpty() || filter.isPlain()) {
      xml.element("Prefix", filter.prefix);
    }
    filter.tags.forEach(
        (key, value) -> xml.open("Tag").element("Key", key).element("Value", value).close());
    filter.largerThan.ifPresent(bytes -> xml.element("ObjectSizeGreaterThan", bytes));
    filter.smallerThan.ifPresent(bytes -> xml.element("ObjectSizeLessThan", bytes));
    if (!filter.isPlain()) {
      xml.close();
    }
    xml.close();
  }

  private static void write(XmlWriter xml, When when) {
    switch (when) {
      case When.Days(int days) -> xml.element("Days", days);
      case When.Date(Instant date) -> xml.element("Date", S3Dates.xml(date));
    }
  }

  private static void write(XmlWriter xml, Noncurrent after) {
    if (after.newerKept > 0) {
      xml.element("NewerNoncurrentVersions", after.newerKept);
    }
    xml.element("NoncurrentDays", after.days);
  }
}
