package network.flashback.gateway.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Buckets;
import network.flashback.gateway.metadata.Objects;
import network.flashback.gateway.metadata.StoredObject;
import network.flashback.gateway.metadata.Uploads;
import network.flashback.gateway.metadata.Versions;
import network.flashback.gateway.metadata.Versions.Placed;
import network.flashback.gateway.metadata.Versions.Position;
import network.flashback.s3.Conditions;
import network.flashback.s3.S3Exception;
import network.flashback.s3.xml.LifecycleConfiguration;
import network.flashback.s3.xml.LifecycleConfiguration.Noncurrent;
import network.flashback.s3.xml.LifecycleConfiguration.Rule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies the lifecycle rules of buckets. What a rule does is decided anew in every round from
/// what is stored, so an interrupted round loses nothing.
public final class Lifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
  private static final int AT_ONCE = 1000;

  private final Buckets buckets;
  private final Versions versions;
  private final Objects objects;
  private final Uploads uploads;
  private final Supplier<String> versionIds;
  private final Duration day;
  private final InstantSource clock;

  /// @param versionIds of new delete markers
  /// @param day how long a day of the rules is: 24 hours but in development
  public Lifecycle(
      Buckets buckets,
      Versions versions,
      Objects objects,
      Uploads uploads,
      Supplier<String> versionIds,
      Duration day,
      InstantSource clock) {
    this.buckets = buckets;
    this.versions = versions;
    this.objects = objects;
    this.uploads = uploads;
    this.versionIds = versionIds;
    this.day = day;
    this.clock = clock;
  }

  /// Applies all rules once.
  public void round() {
    for (Bucket bucket : buckets.withLifecycle()) {
      bucket.settings().lifecycle().ifPresent(lifecycle -> apply(bucket, lifecycle));
    }
  }

  private void apply(Bucket bucket, LifecycleConfiguration lifecycle) {
    var now = clock.instant();
    abortUploads(bucket, lifecycle, now);
    var from = new Position(new byte[0], Long.MAX_VALUE);
    var key = new ArrayList<Placed>();
    while (true) {
      var batch = versions.list(bucket.name(), from, Optional.empty(), AT_ONCE);
      for (Placed placed : batch) {
        if (!key.isEmpty() && !key.getFirst().object().key().equals(placed.object().key())) {
          applyToKey(lifecycle, key, bucket, now);
          key.clear();
        }
        key.add(placed);
      }
      if (batch.size() < AT_ONCE) {
        break;
      }
      var last = batch.getLast();
      from =
          new Position(
              last.object().key().getBytes(java.nio.charset.StandardCharsets.UTF_8),
              last.sequence());
    }
    if (!key.isEmpty()) {
      applyToKey(lifecycle, key, bucket, now);
    }
  }

  private void applyToKey(
      LifecycleConfiguration lifecycle, List<Placed> key, Bucket bucket, Instant now) {
    try {
      var latest = key.getFirst().object();
      if (latest.marker()) {
        expireMarker(lifecycle, latest, key.size(), now);
      } else if (due(Expiry.of(lifecycle, latest, day).map(Expiry::date), now)) {
        LOG.info("{}/{} expires", bucket.name(), latest.key());
        delete(latest, Optional.empty(), bucket, now);
      } else {
        move(latest, currentClass(lifecycle, latest, now));
      }
      for (int newer = 0; newer < key.size() - 1; newer++) {
        expireNoncurrent(lifecycle, key.get(newer + 1), newer, bucket, now);
      }
    } catch (S3Exception locked) {
      LOG.debug("the lifecycle leaves {}: {}", key.getFirst().object().key(), locked.text());
    }
  }

  /// A marker goes when it hides nothing any more: at once by its own flag, or at its age.
  private void expireMarker(
      LifecycleConfiguration lifecycle, StoredObject marker, int versionsLeft, Instant now) {
    if (versionsLeft > 1) {
      return;
    }
    for (Rule rule : lifecycle.rules()) {
      var aged = due(rule.expiration().map(when -> Expiry.at(when, marker.modifiedAt(), day)), now);
      if (Expiry.applies(rule, marker) && (rule.expiredMarker() || aged)) {
        objects.delete(
            deletion(marker, Optional.of(marker.version()), marker.marks().owner(), now));
        return;
      }
    }
  }

  private void expireNoncurrent(
      LifecycleConfiguration lifecycle, Placed placed, int newer, Bucket bucket, Instant now) {
    var object = placed.object();
    var since = placed.noncurrentSince().orElse(object.modifiedAt());
    for (Rule rule : lifecycle.rules()) {
      if (!Expiry.applies(rule, object)) {
        continue;
      }
      if (rule.noncurrentExpiration()
          .filter(after -> isOld(after, since, newer, now))
          .isPresent()) {
        delete(object, Optional.of(object.version()), bucket, now);
        return;
      }
      rule.noncurrentTransitions().stream()
          .filter(one -> !object.marker() && isOld(one.after(), since, newer, now))
          .max(Comparator.comparingInt(one -> one.after().days()))
          .ifPresent(one -> move(object, Optional.of(one.storageClass())));
    }
  }

  private boolean isOld(Noncurrent after, Instant since, int newer, Instant now) {
    return newer >= after.newerKept() && !now.isBefore(since.plus(day.multipliedBy(after.days())));
  }

  private Optional<String> currentClass(
      LifecycleConfiguration lifecycle, StoredObject object, Instant now) {
    return lifecycle.rules().stream()
        .filter(rule -> Expiry.applies(rule, object))
        .flatMap(rule -> rule.transitions().stream())
        .filter(one -> !now.isBefore(Expiry.at(one.when(), object.modifiedAt(), day)))
        .max(Comparator.comparing(one -> Expiry.at(one.when(), object.modifiedAt(), day)))
        .map(LifecycleConfiguration.Transition::storageClass);
  }

  private void move(StoredObject object, Optional<String> storageClass) {
    if (storageClass.isPresent() && !storageClass.get().equals(object.headers().storageClass())) {
      objects.moveTo(object, storageClass.get());
    }
  }

  private void delete(StoredObject object, Optional<String> version, Bucket bucket, Instant now) {
    objects.delete(deletion(object, version, bucket.owner().id(), now));
  }

  private Objects.Deletion deletion(
      StoredObject object, Optional<String> version, String owner, Instant now) {
    // The object judged, or none: what was written meanwhile has its own age.
    var conditions =
        version.isPresent()
            ? Conditions.matching(List.of())
            : Conditions.matching(List.of(object.etag().value()));
    return new Objects.Deletion(
        object.bucket(), object.key(), version, conditions, versionIds.get(), owner, false, now);
  }

  private void abortUploads(Bucket bucket, LifecycleConfiguration lifecycle, Instant now) {
    for (Rule rule : lifecycle.rules()) {
      if (rule.enabled() && rule.abortDays().isPresent()) {
        var before = now.minus(day.multipliedBy(rule.abortDays().get()));
        for (Uploads.Upload upload : uploads.startedBefore(bucket.name(), before)) {
          if (upload.key().startsWith(rule.filter().prefix())) {
            uploads.abort(upload, now);
          }
        }
      }
    }
  }

  private static boolean due(Optional<Instant> date, Instant now) {
    return date.filter(one -> !now.isBefore(one)).isPresent();
  }
}
