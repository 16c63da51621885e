package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A bucket as a folder: s3fs against a gateway. Needs it to be installed (Debian: s3fs) and a
/// machine that lets programs mount (/dev/fuse).
@Tag("fuse")
class FileSystemClientTest {
  @TempDir Path folder;

  private TestWorld world;
  private Programs run;
  private TestTree tree;
  private Path mounted;

  @BeforeEach
  void start() throws Exception {
    world = TestWorld.twoOfThree(folder.resolve("disks"));
    run = new Programs(world, folder);
    tree = TestTree.at(folder.resolve("tree"));
    mounted = Files.createDirectories(folder.resolve("mounted"));
    world.client().createBucket(b -> b.bucket("files"));
    run.s3fs("files", mounted);
  }

  @AfterEach
  void stop() throws Exception {
    try {
      run.run(List.of("fusermount", "-u", mounted.toString()));
    } finally {
      world.close();
    }
  }

  @Test
  void filesOfAMountedBucketAreWrittenListedRenamedReadAndRemoved() throws Exception {
    Files.createDirectories(mounted.resolve("deep"));
    Files.copy(tree.large(), mounted.resolve("large"));
    Files.copy(tree.root().resolve("empty"), mounted.resolve("empty"));
    Files.writeString(mounted.resolve("deep/first"), "text");
    Files.move(mounted.resolve("deep/first"), mounted.resolve("deep/small and ä"));
    assertThat(keys()).containsExactly("deep/", "deep/small and ä", "empty", "large");
    tree.assertSame(mounted);
    try (var names = Files.list(mounted)) {
      assertThat(names.map(name -> name.getFileName().toString()))
          .containsExactlyInAnyOrder("deep", "empty", "large");
    }
    Files.delete(mounted.resolve("large"));
    assertThat(keys()).doesNotContain("large");
  }

  private List<String> keys() {
    return world.client().listObjectsV2(b -> b.bucket("files")).contents().stream()
        .map(S3Object::key)
        .toList();
  }
}
