package network.flashback.s3;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a request demands of the object's present state before it may proceed.
///
/// Evaluated in the order of RFC 9110, section 13.2.2: a tag condition overrides the date condition
/// of its kind.
///
/// @param ifMatch tags one of which must be current; `*` for any; empty when not asked
/// @param ifNoneMatch tags none of which may be current; `*` for any; empty when not asked
/// @param ifModifiedAt for DELETE only: the time it must have been modified at, to the second
/// @param ifSize for DELETE only: the size in bytes it must have
public record Conditions(
    List<String> ifMatch,
    List<String> ifNoneMatch,
    Optional<Instant> ifModifiedSince,
    Optional<Instant> ifUnmodifiedSince,
    Optional<Instant> ifModifiedAt,
    OptionalLong ifSize) {

  /// What follows from the conditions.
  public enum Verdict {
    PROCEED,
    /// 304, for reads.
    NOT_MODIFIED,
    /// 412.
    PRECONDITION_FAILED,
    /// 404: `If-Match` on a write, and there is no such object.
    NO_SUCH_KEY;

    /// Throws the error this verdict stands for, if any.
    ///
    /// @throws S3Exception `NotModified`, `PreconditionFailed` or `NoSuchKey`
    public void require() {
      switch (this) {
        case PROCEED -> {}
        case NOT_MODIFIED -> throw new S3Exception(S3Error.NOT_MODIFIED);
        case PRECONDITION_FAILED -> throw new S3Exception(S3Error.PRECONDITION_FAILED);
        case NO_SUCH_KEY -> throw new S3Exception(S3Error.NO_SUCH_KEY);
      }
    }
  }

  /// The state conditions are held against.
  public record Current(ETag etag, Instant lastModified, long size) {}

  /// The conditions in a request's own headers.
  public static Conditions of(S3Headers headers) {
    return of(headers, "");
  }

  /// The conditions on the source of a copy.
  public static Conditions ofCopySource(S3Headers headers) {
    return of(headers, "x-amz-copy-source-");
  }

  private static Conditions of(S3Headers headers, String prefix) {
    return new Conditions(
        tags(headers, prefix + "if-match"),
        tags(headers, prefix + "if-none-match"),
        // A date that cannot be read is ignored (RFC 9110, section 13.1.3).
        headers.first(prefix + "if-modified-since").flatMap(S3Dates::parse),
        headers.first(prefix + "if-unmodified-since").flatMap(S3Dates::parse),
        headers.first("x-amz-if-match-last-modified-time").flatMap(S3Dates::parse),
        headers
            .first("x-amz-if-match-size")
            .map(String::strip)
            .filter(size -> size.matches("[0-9]{1,18}"))
            .map(size -> OptionalLong.of(Long.parseLong(size)))
            .orElse(OptionalLong.empty()));
  }

  private static List<String> tags(S3Headers headers, String name) {
    return headers.all(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::trim)
        .filter(tag -> !tag.isEmpty() && !tag.equals("\"\""))
        .map(tag -> tag.equals("*") ? tag : bare(tag))
        .toList();
  }

  private static String bare(String tag) {
    return (tag.startsWith("W/") ? tag.substring(2) : tag).replace("\"", "");
  }

  /// Only that one of these tags is current.
  public static Conditions matching(List<String> tags) {
    return new Conditions(
        tags,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty());
  }

  public boolean isEmpty() {
    return ifMatch.isEmpty()
        && ifNoneMatch.isEmpty()
        && ifModifiedSince.isEmpty()
        && ifModifiedAt.isEmpty()
        && ifSize.isEmpty()
        && ifUnmodifiedSince.isEmpty();
  }

  /// The verdict on GET and HEAD of an existing object.
  public Verdict onRead(Current current) {
    if (!unchangedAsDemanded(current)) {
      return Verdict.PRECONDITION_FAILED;
    }
    return changedAsDemanded(current) ? Verdict.PROCEED : Verdict.NOT_MODIFIED;
  }

  /// The verdict on the source of a copy: like a read, but an unmet condition is always 412.
  public Verdict onCopySource(Current current) {
    return unchangedAsDemanded(current) && changedAsDemanded(current)
        ? Verdict.PROCEED
        : Verdict.PRECONDITION_FAILED;
  }

  /// The verdict on PUT, COPY (destination), CompleteMultipartUpload and DELETE.
  ///
  /// @param current empty when there is no such object, or only a delete marker
  public Verdict onWrite(Optional<Current> current) {
    if (current.isEmpty()) {
      return ifMatch.isEmpty() ? Verdict.PROCEED : Verdict.NO_SUCH_KEY;
    }
    boolean met =
        unchangedAsDemanded(current.get())
            && (ifNoneMatch.isEmpty() || !names(ifNoneMatch, current.get()));
    return met ? Verdict.PROCEED : Verdict.PRECONDITION_FAILED;
  }

  /// The verdict on DELETE: like a write, and size and time must be those named.
  ///
  /// @param current a delete marker too; empty when there is nothing, and so nothing to refuse
  public Verdict onDelete(Optional<Current> current) {
    if (current.isEmpty()) {
      return Verdict.PROCEED;
    }
    boolean same =
        ifSize.orElse(current.get().size) == current.get().size
            && ifModifiedAt
                .map(
                    at ->
                        S3Dates.toSeconds(current.get().lastModified).equals(S3Dates.toSeconds(at)))
                .orElse(true);
    return same ? onWrite(current) : Verdict.PRECONDITION_FAILED;
  }

  private boolean unchangedAsDemanded(Current current) {
    if (!ifMatch.isEmpty()) {
      return names(ifMatch, current);
    }
    return ifUnmodifiedSince
        .map(since -> !S3Dates.toSeconds(current.lastModified).isAfter(since))
        .orElse(true);
  }

  private boolean changedAsDemanded(Current current) {
    if (!ifNoneMatch.isEmpty()) {
      return !names(ifNoneMatch, current);
    }
    return ifModifiedSince
        .map(since -> S3Dates.toSeconds(current.lastModified).isAfter(since))
        .orElse(true);
  }

  private static boolean names(List<String> tags, Current current) {
    return tags.contains("*") || tags.contains(current.etag.value());
  }
}
