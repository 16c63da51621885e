package network.flashback.app.service;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import network.flashback.app.service.ChecksumManifest.Sum;

/// Whether a migration is what was asked for: the delivery says what the statement says, and the
/// target's own bytes say it too. Believes neither the provider nor a listing's checksums.
public final class MigrationCheck {
  /// What is wrong with one object.
  public sealed interface Finding {
    String key();

    /// The delivery does not name it.
    record NotDelivered(String key) implements Finding {}

    /// The delivery names what nobody asked for.
    record NotAskedFor(String key) implements Finding {}

    /// The delivery names other bytes than were asked for.
    record DeliveredOther(String key, Sum wanted, Sum delivered) implements Finding {}

    /// The target does not list it.
    record NotAtTarget(String key) implements Finding {}

    /// The target lists what nobody asked for.
    record OnlyAtTarget(String key) implements Finding {}

    /// The target's bytes are others than were asked for.
    record OtherBytes(String key, Sum wanted, Sum found) implements Finding {}
  }

  private MigrationCheck() {}

  /// Everything that is wrong, by key; empty when all is as asked for.
  ///
  /// @throws IllegalArgumentException when the documents are of different migrations
  public static List<Finding> check(
      MigrationDocument statement, MigrationDocument delivery, ObjectSource target)
      throws IOException {
    if (!statement.bucket().equals(delivery.bucket())
        || !statement.from().equals(delivery.from())
        || !statement.to().equals(delivery.to())) {
      throw new IllegalArgumentException(
          "The delivery is of another migration (%s from %s to %s) than the statement of work (%s from %s to %s)."
              .formatted(
                  delivery.bucket(),
                  delivery.from(),
                  delivery.to(),
                  statement.bucket(),
                  statement.from(),
                  statement.to()));
    }
    var findings = new ArrayList<Finding>();
    compare(statement.objects(), delivery.objects(), findings);
    read(statement.objects(), target, findings);
    return List.copyOf(findings);
  }

  private static void compare(
      ChecksumManifest wanted, ChecksumManifest delivered, List<Finding> findings) {
    wanted
        .objects()
        .forEach(
            (key, sum) -> {
              var other = delivered.objects().get(key);
              if (other == null) {
                findings.add(new Finding.NotDelivered(key));
              } else if (!other.equals(sum)) {
                findings.add(new Finding.DeliveredOther(key, sum, other));
              }
            });
    for (var key : delivered.objects().keySet()) {
      if (!wanted.objects().containsKey(key)) {
        findings.add(new Finding.NotAskedFor(key));
      }
    }
  }

  private static void read(ChecksumManifest wanted, ObjectSource target, List<Finding> findings)
      throws IOException {
    var missing = new TreeSet<>(wanted.objects().keySet());
    var page = target.list("");
    while (!page.isEmpty()) {
      for (var object : page) {
        var sum = wanted.objects().get(object.key());
        missing.remove(object.key());
        if (sum == null) {
          findings.add(new Finding.OnlyAtTarget(object.key()));
          continue;
        }
        var found = ChecksumManifest.sum(target, object);
        if (!found.equals(sum)) {
          findings.add(new Finding.OtherBytes(object.key(), sum, found));
        }
      }
      page = target.list(page.getLast().key());
    }
    missing.forEach(key -> findings.add(new Finding.NotAtTarget(key)));
  }

  /// A finding as a person reads it.
  public static String told(Finding finding) {
    return switch (finding) {
      case Finding.NotDelivered(var key) -> key + ": the delivery does not name it";
      case Finding.NotAskedFor(var key) -> key + ": delivered, and nobody asked for it";
      case Finding.DeliveredOther(var key, var wanted, var delivered) ->
          "%s: asked for %s, delivered %s".formatted(key, told(wanted), told(delivered));
      case Finding.NotAtTarget(var key) -> key + ": not at the target";
      case Finding.OnlyAtTarget(var key) -> key + ": at the target, and nobody asked for it";
      case Finding.OtherBytes(var key, var wanted, var found) ->
          "%s: asked for %s, the target has %s".formatted(key, told(wanted), told(found));
    };
  }

  private static String told(Sum sum) {
    return "%d bytes with SHA-256 %s".formatted(sum.size(), sum.sha256());
  }
}
