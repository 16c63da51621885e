package network.flashback.chain;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A position that lives as long as the program, for what can be rebuilt from the first block at
/// every start.
public final class MemoryPosition implements FollowerPosition {
  private final Consumer<LogChange> changes;
  private volatile Optional<FollowedBlocks> position = Optional.empty();

  public MemoryPosition(Consumer<LogChange> changes) {
    this.changes = changes;
  }

  @Override
  public Optional<FollowedBlocks> load() {
    return position;
  }

  @Override
  public void advance(List<LogChange> batch, FollowedBlocks after) {
    batch.forEach(changes);
    position = Optional.of(after);
  }
}
