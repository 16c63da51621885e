package network.flashback.node;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.ToDoubleFunction;
import network.flashback.node.duty.DiskCare;
import network.flashback.node.duty.EpochDuties;
import network.flashback.node.serve.Bills;
import network.flashback.node.serve.NodeApi;
import network.flashback.node.status.StatusBoard;
import network.flashback.node.store.DiskState;
import network.flashback.node.store.Pieces;

/// What `/metrics` shows of a node; docs/operations/node.md says what to watch.
record NodeMeters(MeterRegistry registry) {
  void measure(DiskCare care, StatusBoard board, StandingFile standing) {
    gauge(
        "node.agreements.damaged",
        "Agreements with lost pieces when the disk was read last",
        care,
        c -> (double) c.damaged());
    gauge(
        "node.scrubbing", "1 while every piece is being read", care, c -> c.isScrubbing() ? 1 : 0);
    gauge(
        "node.scrubbed.time.seconds",
        "Unix second at which every piece had been read last; 0 for not since the start",
        care,
        c -> (double) c.scrubbed().map(Instant::getEpochSecond).orElse(0L));
    gauge(
        "node.chain.age.seconds",
        "Age of the newest block seen; -1 before the first",
        board,
        b -> (double) b.chainAgeSeconds().orElse(-1L));
    gauge(
        "node.reserved.bytes",
        "Bytes that agreements hold here",
        board,
        b -> (double) b.reservedBytes());
    gauge(
        "node.standing",
        "0 serving, 1 maintenance, 2 draining",
        standing,
        s ->
            switch (s.now()) {
              case Standing.Serving _ -> 0;
              case Standing.Maintenance _ -> 1;
              case Standing.Draining _ -> 2;
            });
  }

  /// Each disk for itself, by its folder.
  void measureDisks(Pieces store) {
    for (var disk : store.disks()) {
      var folder = disk.folder();
      gauge(
          "node.disk.free.bytes",
          "Bytes that the disk's file system has left",
          store,
          folder,
          _ -> (double) StatusBoard.freeBytes(folder));
      gauge("node.disk.used.bytes", "Bytes of its pieces", store, folder, DiskState::usedBytes);
      gauge("node.disk.capacity.bytes", "For sale on it", store, folder, DiskState::capacityBytes);
      gauge(
          "node.disk.promised.bytes",
          "Bytes that its agreements may hold",
          store,
          folder,
          DiskState::promisedBytes);
      gauge(
          "node.disk.failed",
          "1 while the disk does not work",
          store,
          folder,
          now -> now.failure().isPresent() ? 1 : 0);
    }
  }

  void measure(Disputes disputes) {
    gauge("node.disputes.open", "Disputes not over", disputes, d -> (double) d.counts().open());
    gauge(
        "node.disputes.unanswered",
        "Disputes that are lost unless they are answered",
        disputes,
        d -> (double) d.counts().unanswered());
    counter(
        "node.disputes.answered",
        "Disputes answered",
        disputes,
        d -> (double) d.counts().answered());
  }

  void measure(Pieces store, Bills bills, EpochDuties duties, NodeApi api) {
    gauge("node.pieces", "Pieces in slots", store, s -> (double) s.pieces());
    gauge("node.used.bytes", "Bytes on disk", store, s -> (double) s.usedBytes());
    gauge("node.capacity.bytes", "Bytes it may keep", store, s -> (double) s.capacityBytes());
    gauge(
        "node.unpaid.bytes", "Bytes served and not paid yet", bills, b -> (double) b.unpaidBytes());
    gauge(
        "node.earnings.waiting",
        "Earnings on chain, not withdrawn, token units",
        duties,
        d -> d.earningsWaiting().min(BigInteger.valueOf(Long.MAX_VALUE)).doubleValue());
    gauge(
        "node.earnings.withdrawn",
        "Sent to the payout wallet since the first start, token units",
        duties,
        d -> d.counts().withdrawn().min(BigInteger.valueOf(Long.MAX_VALUE)).doubleValue());
    gauge("node.gas.dear", "1 while pay waits for cheaper gas", duties, d -> d.gasIsDear() ? 1 : 0);
    gauge("node.agreements", "Agreements not over", duties, d -> (double) d.agreements().size());
    gauge(
        "node.epoch.open",
        "Oldest epoch whose audit may still be to come",
        duties,
        d -> (double) d.firstOpenEpoch());
    gauge("node.sessions", "Open sessions", api, a -> (double) a.sessions());
    counter(
        "node.pieces.lost", "Pieces found missing or damaged", store, s -> (double) s.lostPieces());
    counter(
        "node.pieces.healed",
        "Lost pieces that somebody brought again",
        store,
        s -> (double) s.healedPieces());
    counter("node.audits.passed", "Epochs proven", duties, d -> (double) d.counts().passed());
    counter(
        "node.audits.missed",
        "Epochs not proven in time",
        duties,
        d -> (double) d.counts().missed());
    counter(
        "node.leaves.admitted",
        "Leaves that audits asked for and that are lost",
        duties,
        d -> (double) d.counts().admitted());
    counter(
        "node.challenges.answered",
        "Leaves shown that consumers asked for",
        duties,
        d -> (double) d.challengesAnswered());
  }

  private void gauge(
      String name, String meaning, Pieces store, Path folder, ToDoubleFunction<DiskState> value) {
    Gauge.builder(
            name,
            store,
            all ->
                all.disks().stream()
                    .filter(disk -> disk.folder().equals(folder))
                    .mapToDouble(value)
                    .sum())
        .description(meaning)
        .tag("disk", folder.toString())
        .register(registry);
  }

  private <T> void gauge(String name, String meaning, T source, ToDoubleFunction<T> value) {
    Gauge.builder(name, source, value).description(meaning).register(registry);
  }

  private <T> void counter(String name, String meaning, T source, ToDoubleFunction<T> value) {
    FunctionCounter.builder(name, source, value).description(meaning).register(registry);
  }
}
