package network.flashback.s3.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads JSON that a stranger wrote: strings, lists and objects of them, bounded in depth. Numbers,
/// `true`, `false` and `null` become the text they are written with, for policies compare texts
/// only.
public final class Json {
  private static final int DEPTH_MAX = 16;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /// The text is no JSON; the message says where.
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String why, int at) {
      super(why + " at position " + at);
    }
  }

  /// The document as a String, a List or a Map of such.
  public static Object parse(String text) throws Malformed {
    var json = new Json(text);
    var value = json.value(0);
    json.blanks();
    if (json.at != text.length()) {
      throw json.wrong("something follows the document");
    }
    return value;
  }

  private Object value(int depth) throws Malformed {
    if (depth > DEPTH_MAX) {
      throw wrong("nested too deeply");
    }
    blanks();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> list(depth);
      case '"' -> string();
      default -> word();
    };
  }

  private Map<String, Object> object(int depth) throws Malformed {
    var members = new LinkedHashMap<String, Object>();
    expect('{');
    blanks();
    if (peek() == '}') {
      at++;
      return members;
    }
    while (true) {
      blanks();
      var name = string();
      blanks();
      expect(':');
      if (members.put(name, value(depth + 1)) != null) {
        throw wrong("the member " + name + " is there twice");
      }
      blanks();
      if (peek() == '}') {
        at++;
        return members;
      }
      expect(',');
    }
  }

  private List<Object> list(int depth) throws Malformed {
    var items = new ArrayList<>();
    expect('[');
    blanks();
    if (peek() == ']') {
      at++;
      return items;
    }
    while (true) {
      items.add(value(depth + 1));
      blanks();
      if (peek() == ']') {
        at++;
        return items;
      }
      expect(',');
    }
  }

  private String string() throws Malformed {
    expect('"');
    var value = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(at++);
      if (c < ' ') {
        throw wrong("a control character");
      }
      value.append(c == '\\' ? escaped() : c);
    }
    at++;
    return value.toString();
  }

  private char escaped() throws Malformed {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        if (at + 4 > text.length()) {
          throw wrong("the document ends early");
        }
        try {
          var code = Integer.parseInt(text.substring(at, at + 4), 16);
          at += 4;
          yield (char) code;
        } catch (NumberFormatException notOne) {
          throw wrong("no four hexadecimal digits");
        }
      }
      default -> throw wrong("an unknown escape");
    };
  }

  private String word() throws Malformed {
    int from = at;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    var word = text.substring(from, at);
    if (!word.matches("true|false|null|-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?")) {
      throw wrong("neither a string, a number nor a word of JSON");
    }
    return word;
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws Malformed {
    if (at >= text.length()) {
      throw wrong("the document ends early");
    }
    return text.charAt(at);
  }

  private void expect(char c) throws Malformed {
    if (peek() != c) {
      throw wrong("expected " + c);
    }
    at++;
  }

  private Malformed wrong(String why) {
    return new Malformed(why, at);
  }
}
