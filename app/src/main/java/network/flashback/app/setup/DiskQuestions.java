package network.flashback.app.setup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.app.setup.Interview.Reading;
import network.flashback.node.store.DiskFolder;

/// What is asked about the disks of a node: the folders, then what is for sale on each.
///
/// @param known what an earlier set-up wrote
/// @param home of the node, which has a folder for pieces where none is named
record DiskQuestions(Asking asking, Function<ConfigurationKey, Optional<String>> known, Path home) {

  /// Asks one question.
  @FunctionalInterface
  interface Asking {
    <T> T ask(
        String option, String title, String help, Optional<String> fallback, Reading<T> reading);
  }

  List<DiskFolder> disks() {
    var folders =
        asking.<List<Path>>ask(
            "--disk",
            "Folders for pieces",
            "A folder on each disk that is to earn money, with commas between; only this node may use them.",
            known
                .apply(ConfigurationKey.NODE_DISK)
                .or(() -> Optional.of(home.resolve("disk").toString())),
            DiskQuestions::folders);
    return asking.<List<DiskFolder>>ask(
        "--capacity",
        "Capacity",
        "How much of each is for sale, in the same order; the default is what is free now, less a twentieth.",
        known
            .apply(ConfigurationKey.NODE_CAPACITY_BYTES)
            .filter(text -> words(text).size() == folders.size())
            .or(() -> free(folders)),
        text -> withCapacities(folders, text));
  }

  private static List<Path> folders(String text) {
    var folders = words(text).stream().map(Path::of).map(Path::toAbsolutePath).toList();
    var different = folders.stream().map(Path::normalize).distinct().toList();
    if (different.size() < folders.size()) {
      throw new IllegalArgumentException("A folder is named twice. Give each disk one of its own.");
    }
    return different;
  }

  private static List<DiskFolder> withCapacities(List<Path> folders, String text) {
    var sizes = words(text).stream().map(RoomSize::parse).toList();
    if (sizes.size() != folders.size()) {
      throw new IllegalArgumentException(
          "There are %d folders and %d sizes. Write one size for each folder, with commas between."
              .formatted(folders.size(), sizes.size()));
    }
    var disks = new ArrayList<DiskFolder>();
    for (int i = 0; i < folders.size(); i++) {
      disks.add(new DiskFolder(folders.get(i), sizes.get(i)));
    }
    return List.copyOf(disks);
  }

  private static Optional<String> free(List<Path> folders) {
    var words = new ArrayList<String>();
    try {
      for (var folder : folders) {
        words.add(RoomSize.words(DiskCheck.offeredBytes(folder)));
      }
    } catch (IOException unknown) {
      return Optional.empty();
    }
    return Optional.of(String.join(", ", words));
  }

  private static List<String> words(String text) {
    return Stream.of(text.split(",", -1)).map(String::strip).toList();
  }
}
