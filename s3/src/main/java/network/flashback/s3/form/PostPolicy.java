package network.flashback.s3.form;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.json.Json;

/// What the signer of an upload form allows to be sent with it.
///
/// Source: Amazon S3 API Reference, "Creating an HTML form", "POST policy".
final class PostPolicy {
  private static final Set<String> NEED_NO_CONDITION =
      Set.of(
          "awsaccesskeyid",
          "signature",
          "policy",
          "file",
          "x-amz-signature",
          "x-amz-algorithm",
          "x-amz-credential",
          "x-amz-date");

  private final Instant expiration;
  private final List<Condition> conditions;

  private PostPolicy(Instant expiration, List<Condition> conditions) {
    this.expiration = expiration;
    this.conditions = conditions;
  }

  /// One condition.
  private sealed interface Condition {
    /// A field has this value, or begins with it.
    record Field(String name, String value, boolean prefix) implements Condition {
      boolean accepts(String given) {
        return prefix ? given.startsWith(value) : given.equals(value);
      }
    }

    /// The file has so many bytes.
    record Length(long min, long max) implements Condition {}
  }

  /// @param base64 the form's `policy`
  /// @throws S3Exception `InvalidPolicyDocument`
  static PostPolicy parse(String base64) {
    try {
      var json = new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
      if (!(Json.parse(json) instanceof Map<?, ?> root)
          || !(root.get("expiration") instanceof String expiration)
          || !(root.get("conditions") instanceof List<?> written)
          || written.isEmpty()) {
        throw invalid("it needs an expiration and conditions");
      }
      var conditions = new ArrayList<Condition>();
      for (Object one : written) {
        conditions.addAll(conditions(one));
      }
      return new PostPolicy(OffsetDateTime.parse(expiration).toInstant(), conditions);
    } catch (Json.Malformed | IllegalArgumentException | DateTimeParseException wrong) {
      throw invalid(String.valueOf(wrong.getMessage()));
    }
  }

  private static List<Condition> conditions(Object written) {
    if (written instanceof Map<?, ?> exact && !exact.isEmpty()) {
      return exact.entrySet().stream()
          .<Condition>map(
              entry -> new Condition.Field(name(entry.getKey()), text(entry.getValue()), false))
          .toList();
    }
    if (!(written instanceof List<?> words) || words.size() != 3) {
      throw invalid("a condition has three words");
    }
    var kind = text(words.get(0)).toLowerCase(Locale.ROOT);
    return List.of(
        switch (kind) {
          case "eq", "starts-with" -> {
            var field = text(words.get(1));
            if (!field.startsWith("$")) {
              throw invalid("a field is written with a dollar sign");
            }
            yield new Condition.Field(
                name(field.substring(1)), text(words.get(2)), !kind.equals("eq"));
          }
          case "content-length-range" ->
              new Condition.Length(number(words.get(1)), number(words.get(2)));
          default -> throw invalid("there is no condition " + kind);
        });
  }

  /// Refuses what the policy does not allow.
  ///
  /// @param fields those of the form, by lower-case name, with `bucket` and `key` as they will be
  /// @throws S3Exception `AccessDenied`, `EntityTooSmall` or `EntityTooLarge`
  void require(Map<String, String> fields, long length, Instant now) {
    if (!now.isBefore(expiration)) {
      throw new S3Exception(S3Error.ACCESS_DENIED, "Invalid according to Policy: Policy expired.");
    }
    for (Condition condition : conditions) {
      switch (condition) {
        case Condition.Field field -> {
          if (!field.accepts(fields.getOrDefault(field.name, ""))) {
            throw new S3Exception(
                S3Error.ACCESS_DENIED,
                "Invalid according to Policy: Policy Condition failed: " + field.name);
          }
        }
        case Condition.Length(long min, long max) -> {
          if (length < min) {
            throw new S3Exception(S3Error.ENTITY_TOO_SMALL);
          }
          if (length > max) {
            throw new S3Exception(S3Error.ENTITY_TOO_LARGE);
          }
        }
      }
    }
    for (String name : fields.keySet()) {
      // A checksum can only refuse the file, so whoever fills the form may add one.
      if (!NEED_NO_CONDITION.contains(name)
          && !name.startsWith("x-ignore-")
          && !name.startsWith("x-amz-checksum-")
          && conditions.stream()
              .noneMatch(one -> one instanceof Condition.Field f && f.name.equals(name))) {
        throw new S3Exception(
            S3Error.ACCESS_DENIED, "Invalid according to Policy: Extra input fields: " + name);
      }
    }
  }

  private static String name(Object written) {
    return text(written).toLowerCase(Locale.ROOT);
  }

  private static String text(Object written) {
    if (written instanceof String text) {
      return text;
    }
    throw invalid("expected a string");
  }

  private static long number(Object written) {
    if (written instanceof String text && text.matches("[0-9]{1,15}")) {
      return Long.parseLong(text);
    }
    throw invalid("a length is a number of bytes");
  }

  private static S3Exception invalid(String why) {
    return new S3Exception(S3Error.INVALID_POLICY_DOCUMENT, "Invalid Policy: " + why);
  }
}
