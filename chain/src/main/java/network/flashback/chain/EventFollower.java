package network.flashback.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import network.flashback.chain.FollowedBlocks.FollowedBlock;
import network.flashback.evm.Bytes32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers the logs of some contracts, each once and in the chain's order, and takes them back
/// when the chain reorganises. For one thread at a time.
public final class EventFollower {
  private static final Logger LOG = LoggerFactory.getLogger(EventFollower.class);

  private final Chain chain;
  private final LogFilter filter;
  private final long firstBlock;
  private final FollowerPosition position;
  private final FollowingPolicy policy;

  public EventFollower(
      Chain chain,
      LogFilter filter,
      long firstBlock,
      FollowerPosition position,
      FollowingPolicy policy) {
    this.chain = chain;
    this.filter = filter;
    this.firstBlock = firstBlock;
    this.position = position;
    this.policy = policy;
  }

  /// Follows until `goOn` says no or the thread is interrupted; a node that cannot be reached is
  /// waited for.
  public void follow(BooleanSupplier goOn) {
    while (goOn.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
      boolean progressed;
      try {
        progressed = advance();
      } catch (NodeUnreachableException unreachable) {
        LOG.warn("Events wait: {}", unreachable.getMessage());
        progressed = false;
      }
      if (!progressed && !pausedWithoutInterrupt()) {
        return;
      }
    }
  }

  /// Takes everything up to the newest block at the moment.
  public void catchUp() {
    while (advance()) {
      // Each step is bounded; the next one begins where it ended.
    }
  }

  /// One step: takes back what left the chain, or delivers the next blocks.
  ///
  /// @return whether anything was done; if not, the follower is at the head
  public boolean advance() {
    FollowedBlocks at = position.load().orElseGet(() -> FollowedBlocks.before(firstBlock));
    Optional<FollowedBlocks> rolledBack = rolledBack(at);
    if (rolledBack.isPresent()) {
      takeBack(at, rolledBack.get());
      return true;
    }
    long head = chain.height();
    long target = head - policy.depth();
    if (target <= at.last()) {
      return false;
    }
    long to = Math.min(target, at.last() + policy.rangeBlocks());
    return deliver(at, to, head);
  }

  // The position after dropping all blocks that the chain no longer has; none when it has them all.
  private Optional<FollowedBlocks> rolledBack(FollowedBlocks at) {
    Optional<FollowedBlock> newest = at.newest();
    if (newest.isEmpty() || isOnChain(newest.get())) {
      return Optional.empty();
    }
    List<FollowedBlock> kept = new ArrayList<>(at.recent());
    while (!kept.isEmpty() && !isOnChain(kept.getLast())) {
      kept.removeLast();
    }
    if (kept.isEmpty() && at.recent().getFirst().number() > firstBlock) {
      throw new ChainException(
          "The chain reorganised deeper than the "
              + at.recent().size()
              + " blocks that can be taken back (down to block "
              + at.recent().getFirst().number()
              + "), or it was started anew. Delete what was derived from it and follow it again from block "
              + firstBlock
              + ".");
    }
    long last = kept.isEmpty() ? firstBlock - 1 : kept.getLast().number();
    return Optional.of(new FollowedBlocks(last, kept));
  }

  private boolean isOnChain(FollowedBlock block) {
    return chain
        .block(BlockTag.number(block.number()))
        .filter(actual -> actual.hash().equals(block.hash()))
        .isPresent();
  }

  private void takeBack(FollowedBlocks before, FollowedBlocks after) {
    List<LogChange> changes = new ArrayList<>();
    List<FollowedBlock> gone =
        before.recent().subList(after.recent().size(), before.recent().size()).reversed();
    for (FollowedBlock block : gone) {
      block.logs().reversed().forEach(log -> changes.add(new LogChange.Removed(log)));
    }
    LOG.info(
        "The chain reorganised: {} blocks and {} events after block {} are taken back",
        gone.size(),
        changes.size(),
        after.last());
    position.advance(changes, after);
  }

  private boolean deliver(FollowedBlocks at, long to, long head) {
    // Blocks that may still be reorganised are read by their hashes, older ones as one range.
    long firstRecent = Math.max(at.last() + 1, head - policy.reorganisationDepth() + 1);
    List<LogChange> changes = new ArrayList<>();
    if (firstRecent > at.last() + 1) {
      long lastOld = Math.min(to, firstRecent - 1);
      chain
          .logs(filter, at.last() + 1, lastOld)
          .forEach(log -> changes.add(new LogChange.Added(log)));
    }
    List<FollowedBlock> recent = new ArrayList<>(at.recent());
    if (firstRecent > at.last() + 1) {
      recent.clear();
    }
    if (firstRecent > to) {
      // Far behind the head: nothing can be taken back yet.
      position.advance(changes, new FollowedBlocks(to, List.of()));
      return true;
    }
    List<Block> blocks = chain.blocks(firstRecent, to);
    if (!isLinked(recent, blocks, firstRecent, to)) {
      return true; // Reorganised between two requests: the next step sees it.
    }
    List<Bytes32> hashes = blocks.stream().map(Block::hash).toList();
    List<List<Log>> logs = logsOf(hashes);
    if (logs.isEmpty()) {
      return true;
    }
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      logs.get(i).forEach(log -> changes.add(new LogChange.Added(log)));
      recent.add(new FollowedBlock(block.number(), block.hash(), logs.get(i)));
    }
    int surplus = Math.max(0, recent.size() - policy.reorganisationDepth());
    position.advance(changes, new FollowedBlocks(to, recent.subList(surplus, recent.size())));
    return true;
  }

  // Empty when the node no longer knows one of the blocks.
  private List<List<Log>> logsOf(List<Bytes32> blocks) {
    try {
      return chain.logs(filter, blocks);
    } catch (RpcException gone) {
      LOG.debug("A block left the chain while its logs were read: {}", gone.getMessage());
      return List.of();
    }
  }

  private static boolean isLinked(
      List<FollowedBlock> before, List<Block> blocks, long from, long to) {
    if (blocks.size() != to - from + 1) {
      return false;
    }
    Optional<Bytes32> parent =
        before.isEmpty() ? Optional.empty() : Optional.of(before.getLast().hash());
    for (Block block : blocks) {
      if (parent.isPresent() && !parent.get().equals(block.parentHash())) {
        return false;
      }
      parent = Optional.of(block.hash());
    }
    return true;
  }

  private boolean pausedWithoutInterrupt() {
    try {
      Thread.sleep(policy.pollInterval());
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
