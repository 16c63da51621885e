package network.flashback.market.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import network.flashback.evm.Bytes32;
import network.flashback.market.MarketException;
import network.flashback.market.live.LiveEvents.Placed;
import org.junit.jupiter.api.Test;

/// Streams of events to whoever reads them.
class EventStreamsTest {
  private static final EnumSet<EventType> ALL = EnumSet.allOf(EventType.class);

  /// As many events as it is made with, numbered from 1.
  private record Many(long count) implements EventSource {
    @Override
    public List<Placed> after(long sequence, Collection<EventType> types, int limit) {
      return LongStream.rangeClosed(sequence + 1, Math.min(count, sequence + limit))
          .mapToObj(Many::placed)
          .toList();
    }

    @Override
    public long newest() {
      return count;
    }

    private static Placed placed(long sequence) {
      return new Placed(
          sequence,
          new LiveEvent(
              "evt_" + sequence,
              EventType.AGREEMENT_SETTLED,
              "Settled",
              0,
              1,
              Bytes32.of(1),
              Bytes32.of(2),
              null,
              null,
              null,
              JsonNodeFactory.instance.objectNode()),
          Optional.empty());
    }
  }

  @Test
  void onlySoManyStreamsAreOpenAtOnce() {
    try (var streams = new EventStreams(new Many(0), () -> 1, 2, Duration.ofSeconds(1))) {
      streams.stream(ALL, -1);
      streams.stream(ALL, -1);

      assertThatThrownBy(() -> streams.stream(ALL, -1))
          .isInstanceOf(MarketException.class)
          .hasMessageContaining("As many streams");
    }
  }

  @Test
  void whoReadsTooSlowlyIsToldSoAndDropped() throws Exception {
    var out = new ByteArrayOutputStream();
    try (var streams = new EventStreams(new Many(500), () -> 1, 1, Duration.ZERO)) {
      streams.write(out, ALL, 0);
    }

    var text = out.toString(StandardCharsets.UTF_8);
    assertThat(text).contains("id: 200\n").doesNotContain("id: 201\n");
    assertThat(text.substring(text.lastIndexOf("event: "))).startsWith("event: dropped\ndata: {");
  }

  @Test
  void everythingBehindAPlaceIsSentInOrderAlsoWhatCameInManyBatches() throws Exception {
    var streams = new EventStreams(new Many(1_000), () -> 1, 1, Duration.ofMinutes(1));
    var out =
        new ByteArrayOutputStream() {
          @Override
          public void flush() {
            if (toString(StandardCharsets.UTF_8).contains("id: 1000\n")) {
              streams.close();
            }
          }
        };

    streams.write(out, ALL, 300);

    var ids =
        out.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith("id: "))
            .map(line -> Long.parseLong(line.substring(4)))
            .toList();
    assertThat(ids).isEqualTo(LongStream.rangeClosed(301, 1_000).boxed().toList());
  }
}
