package network.flashback.market.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secrets that messages are signed with (Standard Webhooks): derived from one key of the
/// platform, so that no secret lies in the database.
public final class WebhookSecrets {
  private final SecretKeySpec root;

  private WebhookSecrets(SecretKeySpec root) {
    this.root = root;
  }

  /// Secrets derived from one key.
  ///
  /// @param key 32 bytes that nobody else has, the same at every start
  public static WebhookSecrets of(byte[] key) {
    if (key.length != 32) {
      throw new IllegalArgumentException(
          "The key of webhooks has 32 bytes, not " + key.length + ".");
    }
    return new WebhookSecrets(new SecretKeySpec(key, "HmacSHA256"));
  }

  /// As a webhook's owner keeps it.
  String shown(String webhook, int number) {
    return "whsec_" + Base64.getEncoder().encodeToString(secret(webhook, number));
  }

  /// The header `webhook-signature`: one signature for each secret that counts.
  String signature(String webhook, List<Integer> numbers, String id, long timestamp, String body) {
    var signed = id + "." + timestamp + "." + body;
    return numbers.stream()
        .map(
            number ->
                "v1,"
                    + Base64.getEncoder()
                        .encodeToString(
                            hmac(new SecretKeySpec(secret(webhook, number), "HmacSHA256"), signed)))
        .collect(Collectors.joining(" "));
  }

  private byte[] secret(String webhook, int number) {
    return hmac(root, "flashback webhook " + webhook + " " + number);
  }

  private static byte[] hmac(SecretKeySpec key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", impossible);
    }
  }

  @Override
  public String toString() {
    return "WebhookSecrets";
  }
}
