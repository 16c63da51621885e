package network.flashback.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// One request as an operation wants it.
///
/// @param target path and query, encoded
/// @param body JSON, when there is one
/// @param repeatable whether the platform takes an Idempotency-Key, so that a write may be sent
///   again
record Call(String method, String target, @Nullable String body, boolean repeatable) {

  static Builder of(String method, String path) {
    return new Builder(method, path);
  }

  static Builder get(String path) {
    return new Builder("GET", path);
  }

  static Builder post(String path) {
    return new Builder("POST", path);
  }

  static Builder put(String path) {
    return new Builder("PUT", path);
  }

  static Builder patch(String path) {
    return new Builder("PATCH", path);
  }

  static Builder delete(String path) {
    return new Builder("DELETE", path);
  }

  boolean isRead() {
    return method.equals("GET");
  }

  /// The parts of a call, put together.
  static final class Builder {
    private final String method;
    private final StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    private String path;
    private @Nullable String body;
    private boolean repeatable;

    private Builder(String method, String path) {
      this.method = method;
      this.path = path;
    }

    /// Puts a value where the path names it.
    Builder at(String name, Object value) {
      var text = value.toString();
      if (text.isEmpty() || text.equals(".") || text.equals("..")) {
        throw new IllegalArgumentException(name + " '" + text + "' is no part of a path.");
      }
      path = path.replace("{" + name + "}", encoded(text));
      return this;
    }

    /// Adds a parameter behind the question mark, when there is a value.
    Builder with(String name, @Nullable Object value) {
      if (value != null) {
        query.add(name + "=" + encoded(value instanceof Enum<?> word ? Json.word(word) : value));
      }
      return this;
    }

    Builder body(Object record) {
      body = Json.text(record);
      return this;
    }

    Builder repeatable() {
      repeatable = true;
      return this;
    }

    Call done() {
      return new Call(method, path + query, body, repeatable);
    }

    private static String encoded(Object value) {
      return URLEncoder.encode(value.toString(), UTF_8).replace("+", "%20");
    }
  }
}
