package network.flashback.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Header fields in the order of the wire, with their original spelling; look-ups ignore case.
///
/// Characters are bytes (ISO-8859-1), so that a signature over a header sees what the client sent.
public final class HttpHeaders {
  private final List<String> names = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  /// Fields without any entry yet.
  public HttpHeaders() {}

  /// Adds a field after those already present.
  ///
  /// @throws IllegalArgumentException when name or value could end the line (response splitting)
  public HttpHeaders add(String name, String value) {
    requireToken(name);
    requireFieldValue(name, value);
    names.add(name);
    values.add(value);
    return this;
  }

  /// Replaces every field of that name by this one.
  public HttpHeaders set(String name, String value) {
    requireToken(name);
    requireFieldValue(name, value);
    remove(name);
    return add(name, value);
  }

  /// Removes every field of that name.
  public HttpHeaders remove(String name) {
    for (var i = names.size() - 1; i >= 0; i--) {
      if (names.get(i).equalsIgnoreCase(name)) {
        names.remove(i);
        values.remove(i);
      }
    }
    return this;
  }

  /// The first value of that name.
  public Optional<String> first(String name) {
    for (var i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return Optional.of(values.get(i));
      }
    }
    return Optional.empty();
  }

  /// Every value of that name, in the order of the wire.
  public List<String> all(String name) {
    var found = new ArrayList<String>(2);
    for (var i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        found.add(values.get(i));
      }
    }
    return List.copyOf(found);
  }

  /// Whether a field of that name is present.
  public boolean contains(String name) {
    return first(name).isPresent();
  }

  /// Whether a comma-separated list field of that name holds this token, ignoring case.
  public boolean hasToken(String name, String token) {
    for (var value : all(name)) {
      for (var part : value.split(",", -1)) {
        if (part.strip().equalsIgnoreCase(token)) {
          return true;
        }
      }
    }
    return false;
  }

  /// Visits every field in the order of the wire.
  public void forEach(BiConsumer<String, String> visitor) {
    for (var i = 0; i < names.size(); i++) {
      visitor.accept(names.get(i), values.get(i));
    }
  }

  /// How many fields there are, repetitions counted.
  public int size() {
    return names.size();
  }

  /// Adds a field that Netty's decoder has already checked.
  void addFromWire(String name, String value) {
    names.add(name);
    values.add(value);
  }

  private static void requireToken(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("header name is empty: give it a name");
    }
    for (var i = 0; i < name.length(); i++) {
      var c = name.charAt(i);
      if (c <= ' ' || c >= 0x7f || "()<>@,;:\\\"/[]?={}".indexOf(c) >= 0) {
        throw new IllegalArgumentException(
            "header name holds a character that is no token character at position " + i);
      }
    }
  }

  private static void requireFieldValue(String name, String value) {
    for (var i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      if (c > 0xff || c == 0x7f || (c < ' ' && c != '\t')) {
        throw new IllegalArgumentException(
            "value of header "
                + name
                + " holds a control or non-Latin-1 character at position "
                + i
                + ": encode it first");
      }
    }
  }
}
