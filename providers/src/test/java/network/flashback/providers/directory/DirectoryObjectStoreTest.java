package network.flashback.providers.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import network.flashback.providers.ObjectStore;
import network.flashback.providers.ObjectStoreContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryObjectStoreTest extends ObjectStoreContract {
  @TempDir Path folder;

  @Override
  protected ObjectStore emptyStore(long capacityBytes) throws Exception {
    return DirectoryObjectStore.open(folder, capacityBytes);
  }

  @Test
  void itIsThereAfterReopeningAndHalfWrittenFilesAreNot() throws Exception {
    var name = name();
    try (var store = emptyStore(1000)) {
      store.put(name, 300, in(bytes(300)));
    }
    Files.write(folder.resolve("arriving").resolve("torn"), bytes(500));
    try (var store = emptyStore(1000)) {
      assertThat(store.occupancy().storedBytes()).isEqualTo(300);
      assertThat(store.occupancy().objects()).isEqualTo(1);
      assertThat(store.find(name)).isPresent();
      assertThat(folder.resolve("arriving")).isEmptyDirectory();
    }
  }
}
