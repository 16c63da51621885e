package network.flashback.s3.access;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import network.flashback.s3.S3Dates;

/// One line of a policy's Condition: an operator, a key, and the values it accepts.
///
/// @param operator without `IfExists` and `ForAnyValue:`
/// @param ifExists whether a fact that is not there meets it
/// @param all whether every value of the fact must meet it, with `ForAllValues:`
/// @param key lower case
record PolicyCondition(
    String operator, boolean ifExists, boolean all, String key, List<String> values) {
  private static final Set<String> OPERATORS =
      Set.of(
          "StringEquals",
          "StringNotEquals",
          "StringEqualsIgnoreCase",
          "StringNotEqualsIgnoreCase",
          "StringLike",
          "StringNotLike",
          "ArnEquals",
          "ArnLike",
          "ArnNotEquals",
          "ArnNotLike",
          "NumericEquals",
          "NumericNotEquals",
          "NumericLessThan",
          "NumericLessThanEquals",
          "NumericGreaterThan",
          "NumericGreaterThanEquals",
          "DateEquals",
          "DateNotEquals",
          "DateLessThan",
          "DateLessThanEquals",
          "DateGreaterThan",
          "DateGreaterThanEquals",
          "Bool",
          "IpAddress",
          "NotIpAddress",
          "Null");

  private static final Set<String> REQUEST_KEYS =
      Set.of(
          "aws:referer",
          "aws:securetransport",
          "aws:sourceip",
          "aws:useragent",
          "s3:delimiter",
          "s3:max-keys",
          "s3:prefix",
          "s3:versionid");

  private static final Set<String> REQUEST_PREFIXES =
      Set.of("s3:x-amz-", "s3:existingobjecttag/", "s3:requestobjecttag/");

  static PolicyCondition of(String written, String key, List<String> values) {
    var operator = written;
    var all = operator.startsWith("ForAllValues:");
    if (all || operator.startsWith("ForAnyValue:")) {
      operator = operator.substring(operator.indexOf(':') + 1);
    }
    var ifExists = operator.endsWith("IfExists") && !operator.equals("NullIfExists");
    if (ifExists) {
      operator = operator.substring(0, operator.length() - "IfExists".length());
    }
    if (!OPERATORS.contains(operator)) {
      throw BucketPolicy.malformed("Invalid Condition type : " + written);
    }
    return new PolicyCondition(
        operator, ifExists, all, key.toLowerCase(Locale.ROOT), List.copyOf(values));
  }

  boolean holds(Map<String, List<String>> facts) {
    var found = facts.get(key);
    if (operator.equals("Null")) {
      return values.contains(Boolean.toString(found == null));
    }
    if (found == null) {
      return ifExists || all || isNegated();
    }
    return (isNegated() || all)
        ? found.stream().allMatch(this::holds)
        : found.stream().anyMatch(this::holds);
  }

  /// Whether this narrows the callers down, so that a policy for everybody is none.
  boolean restrictsCallers() {
    return !isNegated()
        && Set.of(
                "aws:sourceip",
                "aws:sourcearn",
                "aws:sourcevpc",
                "aws:sourcevpce",
                "aws:principalarn",
                "aws:sourceaccount",
                "aws:userid",
                "aws:principalaccount")
            .contains(key)
        && values.stream().noneMatch(value -> value.equals("*") || value.equals("0.0.0.0/0"));
  }

  /// Whether the fact is part of a request or of the object it names: headers, query, tags and
  /// where it came from.
  boolean isAboutTheRequest() {
    return REQUEST_KEYS.contains(key) || REQUEST_PREFIXES.stream().anyMatch(key::startsWith);
  }

  private boolean isNegated() {
    return operator.contains("Not");
  }

  private boolean holds(String fact) {
    return isNegated()
        ? values.stream().noneMatch(value -> same(operator.replace("Not", ""), fact, value))
        : values.stream().anyMatch(value -> same(operator, fact, value));
  }

  private static boolean same(String operator, String fact, String value) {
    return switch (operator) {
      case "StringEquals" -> fact.equals(value);
      case "StringEqualsIgnoreCase", "Bool" -> fact.equalsIgnoreCase(value);
      case "StringLike", "ArnEquals", "ArnLike" -> Wildcard.matches(value, fact);
      case "IpAddress" -> AddressRange.contains(value, fact);
      default ->
          operator.startsWith("Date")
              ? dated(operator, fact, value)
              : counted(operator, fact, value);
    };
  }

  private static boolean counted(String operator, String fact, String value) {
    try {
      var order = new BigDecimal(fact).compareTo(new BigDecimal(value));
      return ordered(operator.substring("Numeric".length()), order);
    } catch (NumberFormatException notOne) {
      return false;
    }
  }

  private static boolean dated(String operator, String fact, String value) {
    var own = S3Dates.parse(fact);
    var other = S3Dates.parse(value);
    return own.isPresent()
        && other.isPresent()
        && ordered(operator.substring("Date".length()), own.get().compareTo(other.get()));
  }

  private static boolean ordered(String comparison, int order) {
    return switch (comparison) {
      case "Equals" -> order == 0;
      case "LessThan" -> order < 0;
      case "LessThanEquals" -> order <= 0;
      case "GreaterThan" -> order > 0;
      case "GreaterThanEquals" -> order >= 0;
      default -> false;
    };
  }
}
