package network.flashback.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import network.flashback.app.bench.Benchmark;
import org.junit.jupiter.api.Test;

class ServicesTest {
  @Test
  void everyBenchmarkIsFoundByItsName() {
    assertThat(ServiceLoader.load(Benchmark.class))
        .extracting(Benchmark::name)
        .containsExactlyInAnyOrder(
            "codec", "epoch", "erasure", "gas", "listing", "put", "s3", "store");
  }
}
