package network.flashback.providers.s3compatible;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import network.flashback.providers.FaultyWay;
import network.flashback.providers.NetworkFaultContract;
import network.flashback.providers.ObjectStore;
import network.flashback.providers.StoreException.Reason;
import org.junit.jupiter.api.Test;

/// The contract and the faults, against whatever server.
abstract class S3CompatibleContract extends NetworkFaultContract {
  abstract S3Server server();

  @Override
  protected ObjectStore emptyStore(long capacityBytes) throws Exception {
    return open(server().endpoint(), server().newBucket(), capacityBytes, UNHURRIED);
  }

  @Override
  protected ObjectStore storeBehind(FaultyWay way) throws Exception {
    return open(way.endpoint(), server().newBucket(), 64 << 20, PATIENCE);
  }

  @Override
  protected FaultyWay way() throws Exception {
    return new FaultyWay(server().endpoint());
  }

  private static S3CompatibleObjectStore open(
      URI endpoint, String bucket, long capacityBytes, Duration patience) throws Exception {
    return S3CompatibleObjectStore.open(
        new S3Bucket(endpoint, "us-east-1", bucket, "legs/7/", true, true, capacityBytes, patience),
        S3Server.KEY);
  }

  @Test
  void whatIsThereIsCountedWhenItIsOpenedAgain() throws Exception {
    var bucket = server().newBucket();
    try (var store = open(server().endpoint(), bucket, 1 << 20, UNHURRIED)) {
      store.put(name(), 300, in(bytes(300)));
      store.put(name(), 500, in(bytes(500)));
    }
    try (var store = open(server().endpoint(), bucket, 1 << 20, UNHURRIED)) {
      assertThat(store.occupancy().objects()).isEqualTo(2);
      assertThat(store.occupancy().storedBytes()).isEqualTo(800);
    }
  }

  @Test
  void aBucketThatIsNotThereIsSaidSo() {
    assertRefused(Reason.DENIED, () -> open(server().endpoint(), "nowhere", 1 << 20, UNHURRIED));
  }

  @Test
  void aServerThatIsNotThereIsUnavailable() throws Exception {
    var way = way();
    way.close();
    assertRefused(Reason.UNAVAILABLE, () -> open(way.endpoint(), "anything", 1 << 20, UNHURRIED));
  }
}
