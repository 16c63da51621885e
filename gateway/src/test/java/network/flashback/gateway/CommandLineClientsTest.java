package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The AWS command line, rclone, s3cmd, boto3 and restic against a gateway. Needs them to be
/// installed (Debian: awscli, rclone, s3cmd, python3-boto3, restic).
class CommandLineClientsTest {
  private static final String BOTO3 =
      """
      import boto3, sys
      endpoint, source, back = sys.argv[1:]
      s3 = boto3.client('s3', endpoint_url=endpoint)
      s3.create_bucket(Bucket='photos')
      s3.upload_file(source, 'photos', 'a/large', ExtraArgs={'Metadata': {'owner': 'ana'}})
      s3.put_object(Bucket='photos', Key='a/small', Body=b'text')
      s3.copy({'Bucket': 'photos', 'Key': 'a/large'}, 'photos', 'b/copy')
      pages = s3.get_paginator('list_objects_v2').paginate(
          Bucket='photos', PaginationConfig={'PageSize': 2})
      print('keys', [one['Key'] for page in pages for one in page['Contents']])
      print('owner', s3.head_object(Bucket='photos', Key='a/large')['Metadata']['owner'])
      s3.download_file('photos', 'b/copy', back)
      gone = s3.delete_objects(Bucket='photos', Delete={'Objects': [
          {'Key': 'a/large'}, {'Key': 'a/small'}, {'Key': 'b/copy'}]})
      print('deleted', len(gone['Deleted']))
      s3.delete_bucket(Bucket='photos')
      print('buckets', len(s3.list_buckets()['Buckets']))
      """;

  @TempDir Path folder;

  private TestWorld world;
  private Programs run;
  private TestTree tree;

  @BeforeEach
  void start() throws Exception {
    world = TestWorld.twoOfThree(folder.resolve("disks"));
    run = new Programs(world, folder);
    tree = TestTree.at(folder.resolve("tree"));
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void awsCopiesListsSyncsAndRemoves() throws Exception {
    var back = folder.resolve("back");
    run.aws("mb", "s3://photos");
    run.aws("cp", tree.large().toString(), "s3://photos/a/file");
    assertThat(run.aws("ls", "s3://photos/a/")).contains(TestTree.LARGE_BYTES + " file");
    run.aws("cp", "s3://photos/a/file", back.toString());
    TestTree.assertSame(tree.large(), back);
    run.aws("mv", "s3://photos/a/file", "s3://photos/b/file");
    run.aws("sync", "s3://photos", folder.resolve("synced").toString());
    TestTree.assertSame(tree.large(), folder.resolve("synced/b/file"));
    run.aws("rb", "s3://photos", "--force");
    assertThat(run.aws("ls")).isBlank();
  }

  @Test
  void rcloneCopiesChecksAndPurges() throws Exception {
    var source = tree.root().toString();
    run.rclone("mkdir", "flash:photos");
    run.rclone("copy", source, "flash:photos/tree");
    run.rclone("check", "--download", source, "flash:photos/tree");
    assertThat(run.rclone("lsf", "-R", "flash:photos")).contains("tree/deep/small and ä");
    run.rclone("purge", "flash:photos");
    assertThat(run.rclone("lsd", "flash:")).isBlank();
  }

  @Test
  void s3cmdSyncsListsAndRemoves() throws Exception {
    run.s3cmd("mb", "s3://photos");
    run.s3cmd("sync", tree.root() + "/", "s3://photos/tree/");
    assertThat(run.s3cmd("ls", "--recursive", "s3://photos"))
        .contains("s3://photos/tree/large")
        .contains("s3://photos/tree/deep/small and ä");
    var back = Files.createDirectories(folder.resolve("back"));
    run.s3cmd("sync", "s3://photos/tree/", back + "/");
    tree.assertSame(back);
    run.s3cmd("del", "--recursive", "--force", "s3://photos");
    run.s3cmd("rb", "s3://photos");
    assertThat(run.s3cmd("ls")).isBlank();
  }

  @Test
  void boto3SendsInPartsCopiesListsAndRemoves() throws Exception {
    var back = folder.resolve("back");
    var said = run.python("-c", BOTO3, run.endpoint(), tree.large().toString(), back.toString());
    assertThat(said.lines())
        .containsExactly(
            "keys ['a/large', 'a/small', 'b/copy']", "owner ana", "deleted 3", "buckets 0");
    TestTree.assertSame(tree.large(), back);
  }

  @Test
  void resticBacksUpChecksRestoresAndForgets() throws Exception {
    run.restic("init");
    run.restic("backup", tree.root().toString());
    Files.writeString(tree.root().resolve("later"), "more");
    run.restic("backup", tree.root().toString());
    assertThat(run.restic("snapshots")).contains("2 snapshots");
    assertThat(run.restic("ls", "latest")).contains("deep/small and ä");
    var back = folder.resolve("back");
    run.restic("restore", "latest", "--target", back.toString());
    tree.assertSame(back.resolve(tree.root().toString().substring(1)));
    run.restic("forget", "--keep-last", "1", "--prune");
    run.restic("check", "--read-data");
  }

  @Test
  void eachReadsWhatAnotherWrote() throws Exception {
    run.aws("mb", "s3://photos");
    run.aws("cp", "--recursive", tree.root().toString(), "s3://photos/aws");
    run.rclone("copy", "flash:photos/aws", folder.resolve("by-rclone").toString());
    tree.assertSame(folder.resolve("by-rclone"));
    run.rclone("copy", tree.root().toString(), "flash:photos/rclone");
    run.s3cmd("get", "s3://photos/rclone/large", folder.resolve("by-s3cmd").toString());
    TestTree.assertSame(tree.large(), folder.resolve("by-s3cmd"));
    run.s3cmd("put", tree.large().toString(), "s3://photos/s3cmd");
    run.aws("cp", "s3://photos/s3cmd", folder.resolve("by-aws").toString());
    TestTree.assertSame(tree.large(), folder.resolve("by-aws"));
  }
}
