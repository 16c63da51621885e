package network.flashback.sdk;

/// What shows the platform who asks: an API key, or the token of a session. Never printed.
///
/// @param kind the word for people
record Credential(String kind, String secret) {
  Credential {
    if (secret.isEmpty() || !secret.chars().allMatch(Credential::isVisible)) {
      throw new IllegalArgumentException(
          "This %s is empty, or has characters that none has: copy it again.".formatted(kind));
    }
  }

  String header() {
    return "Bearer " + secret;
  }

  private static boolean isVisible(int character) {
    return character > ' ' && character < 127;
  }

  @Override
  public String toString() {
    return kind;
  }
}
