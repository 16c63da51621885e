package network.flashback.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import network.flashback.evm.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsReadAgainAndReplacesWhatWasThere() throws IOException {
    var file = folder.resolve("manifest.json");

    DurableFiles.write(file, "{\"label\": \"größer, and longer than what follows\"}");
    DurableFiles.write(file, "{\"label\": \"größer\"}");

    assertThat(Files.readString(file)).isEqualTo("{\"label\": \"größer\"}");
    assertThat(names()).containsExactly("manifest.json");
  }

  @Test
  void aWriteThatIsRefusedLeavesNothingBehind() throws IOException {
    var taken = Files.createDirectories(folder.resolve("manifest.json"));
    Files.writeString(taken.resolve("inside"), "a folder that is not empty");

    assertThatThrownBy(() -> DurableFiles.write(taken, "{}")).isInstanceOf(IOException.class);

    assertThat(names()).containsExactly("manifest.json");
    assertThat(taken.resolve("inside")).hasContent("a folder that is not empty");
  }

  @Test
  void writersOfOneFileAtOnceLeaveTheWholeContentOfOneOfThem() throws Exception {
    var file = folder.resolve("record");
    var contents =
        IntStream.range(0, 8)
            .mapToObj(
                writer ->
                    Bytes.of(
                        Character.toString('a' + writer)
                            .repeat(100_000)
                            .getBytes(StandardCharsets.UTF_8)))
            .toList();

    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      var writes =
          contents.stream()
              .map(
                  content ->
                      (Callable<Void>)
                          () -> {
                            DurableFiles.write(file, content);
                            return null;
                          })
              .toList();
      for (var write : writers.invokeAll(writes)) {
        write.get();
      }
    }

    assertThat(DurableFiles.read(file).orElseThrow()).isIn(contents);
    assertThat(names()).containsExactly("record");
  }

  private List<String> names() throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
