package network.flashback.sdk;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Rows of a list that comes in pages.
final class Pages {
  private Pages() {}

  /// The page behind a cursor; the first where there is none.
  @FunctionalInterface
  interface PageAt<P> {
    P at(@Nullable String cursor);
  }

  /// The cursor of the page behind this one.
  @FunctionalInterface
  interface NextOf<P> {
    @Nullable String of(P page);
  }

  /// All rows, of which no more pages are asked for than are looked at.
  static <P, R> Stream<R> rows(
      @Nullable String first, PageAt<P> page, Function<P, List<R>> rows, NextOf<P> next) {
    var walk = new Walk<>(first, page, rows, next);
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(walk, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  private static final class Walk<P, R> implements Iterator<R> {
    private final PageAt<P> page;
    private final Function<P, List<R>> rows;
    private final NextOf<P> next;
    private Iterator<R> current = List.<R>of().iterator();
    private @Nullable String cursor;
    private boolean over;

    Walk(@Nullable String first, PageAt<P> page, Function<P, List<R>> rows, NextOf<P> next) {
      this.cursor = first;
      this.page = page;
      this.rows = rows;
      this.next = next;
    }

    @Override
    public boolean hasNext() {
      while (!current.hasNext() && !over) {
        var found = page.at(cursor);
        var behind = next.of(found);
        if (behind != null && Objects.equals(behind, cursor)) {
          throw new UnansweredException(
              "The platform says that a page is behind itself: tell its operator.", null);
        }
        current = rows.apply(found).iterator();
        cursor = behind;
        over = behind == null;
      }
      return current.hasNext();
    }

    @Override
    public R next() {
      if (!hasNext()) {
        throw new NoSuchElementException("There are no more rows.");
      }
      return current.next();
    }
  }
}
