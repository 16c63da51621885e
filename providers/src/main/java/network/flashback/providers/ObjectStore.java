package network.flashback.providers;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// One place at one provider where whole byte strings are kept under a name.
///
/// Every kind of provider is used through this and described by its [Capabilities]; the same
/// contract suite runs against each. Calls block and may come from many threads at once;
/// interrupting the calling thread gives up. What goes wrong is a [StoreException].
public interface ObjectStore extends AutoCloseable {
  /// What can be asked of this provider.
  Capabilities capabilities();

  /// Keeps exactly `length` bytes of `body` under the name: durable when this returns, and not
  /// visible before.
  ///
  /// The same name with the same bytes again changes nothing; with other bytes it is a
  /// [StoreException.Reason#CONFLICT]. When the body ends early or fails, nothing is kept.
  Stored put(StoredName name, long length, InputStream body) throws IOException;

  /// What is kept under the name, if anything.
  Optional<Stored> find(StoredName name) throws IOException;

  /// The bytes from `first` on, exactly `length` of them; a stream that ends early has failed.
  /// Close it, also when it was read to the end.
  ///
  /// @throws StoreException [StoreException.Reason#NOT_FOUND] for an unknown name,
  ///   [StoreException.Reason#RANGE] for bytes it does not have
  InputStream get(StoredName name, long first, long length) throws IOException;

  /// Forgets the name; no error when it is unknown.
  ///
  /// @throws StoreException [StoreException.Reason#UNSUPPORTED] where [Capabilities#deletes] is
  ///   false
  void delete(StoredName name) throws IOException;

  /// Names after `after` in ascending order, at most `limit`.
  Listing list(Optional<StoredName> after, int limit) throws IOException;

  /// How much is kept here, and how much may be.
  Occupancy occupancy() throws IOException;

  /// Ends sessions and connections; what is kept stays.
  @Override
  void close();
}
