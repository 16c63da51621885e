package network.flashback.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Query parameters, decoded, in wire order; a parameter without `=` has an empty value.
public final class S3Query {
  // More than any S3 operation takes; a bound, so that a hostile query costs little.
  private static final int PARAMETERS_MAX = 256;
  private static final S3Query NONE = new S3Query(List.of());

  /// One decoded parameter.
  public record Parameter(String name, String value) {}

  private final List<Parameter> parameters;

  private S3Query(List<Parameter> parameters) {
    this.parameters = parameters;
  }

  /// Parses and decodes.
  ///
  /// @param rawQuery percent-encoded, without the question mark
  /// @throws S3Exception `InvalidURI` when it cannot be decoded
  public static S3Query parse(String rawQuery) {
    if (rawQuery.isEmpty()) {
      return NONE;
    }
    var parameters = new ArrayList<Parameter>();
    for (int from = 0; from <= rawQuery.length(); ) {
      int ampersand = rawQuery.indexOf('&', from);
      int to = ampersand < 0 ? rawQuery.length() : ampersand;
      if (to > from) {
        parameters.add(parameter(rawQuery.substring(from, to)));
      }
      from = to + 1;
    }
    if (parameters.size() > PARAMETERS_MAX) {
      throw new S3Exception(S3Error.INVALID_URI, "The query has too many parameters.");
    }
    return new S3Query(List.copyOf(parameters));
  }

  private static Parameter parameter(String pair) {
    int equals = pair.indexOf('=');
    return equals < 0
        ? new Parameter(UriEncoding.decodeQuery(pair), "")
        : new Parameter(
            UriEncoding.decodeQuery(pair.substring(0, equals)),
            UriEncoding.decodeQuery(pair.substring(equals + 1)));
  }

  public List<Parameter> parameters() {
    return parameters;
  }

  /// The first value under this name; names are case-sensitive.
  public Optional<String> first(String name) {
    for (Parameter parameter : parameters) {
      if (parameter.name.equals(name)) {
        return Optional.of(parameter.value);
      }
    }
    return Optional.empty();
  }

  public boolean has(String name) {
    return first(name).isPresent();
  }

  /// An integer of zero or more; larger values than an int holds become `Integer.MAX_VALUE`.
  ///
  /// @throws S3Exception `InvalidArgument` when the parameter is no such number
  public Optional<Integer> count(String name) {
    return first(name).filter(value -> !value.isEmpty()).map(value -> parseCount(name, value));
  }

  private static int parseCount(String name, String value) {
    if (!value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new S3Exception(
              S3Error.INVALID_ARGUMENT,
              "Provided " + name + " not an integer or within integer range")
          .with("ArgumentName", name)
          .with("ArgumentValue", value);
    }
    return value.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(value);
  }
}
