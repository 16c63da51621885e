package network.flashback.gateway.job;

import java.io.IOException;
import java.util.List;

/// How one job is done: item by item, each whole or not at all, so that it goes on from the rows of
/// the database wherever it was cut short.
interface Work extends AutoCloseable {
  /// Something of the job that succeeds or fails by itself.
  ///
  /// @param id under which a failure of it is remembered
  record Item(String id, Act act) {}

  /// Does an item and counts it as done.
  interface Act {
    void perform() throws IOException;
  }

  /// Tells how much there is to do.
  void plan() throws IOException;

  /// What comes next, those that failed left out; none when there is nothing more for now.
  List<Item> next() throws IOException;

  /// The item that failed, to be tried again.
  Item again(String id) throws IOException;

  /// An item as people know it.
  String nameOf(String id);

  /// Called when there is nothing left but what failed for good: does what comes after the last
  /// item.
  ///
  /// @param failures how many items failed for good
  /// @return false when there are more items now
  boolean finish(long failures) throws IOException;

  @Override
  void close();
}
