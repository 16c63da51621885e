package network.flashback.gateway.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import network.flashback.gateway.metadata.Buckets;
import network.flashback.gateway.metadata.Jobs;
import network.flashback.gateway.metadata.Jobs.Job;
import network.flashback.gateway.metadata.Objects;
import network.flashback.gateway.metadata.StoredObject;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;
import network.flashback.providers.s3compatible.S3Source;
import network.flashback.providers.s3compatible.S3Source.Entry;

/// Brings the objects of a source in, in the order of its listing. An object that is there already
/// with the source's tag and size is not copied again.
final class ImportWork implements Work {
  private static final int PAGE = 500;

  private final Job job;
  private final Task.Import task;
  private final S3Source source;
  private final Jobs jobs;
  private final Buckets buckets;
  private final Objects objects;
  private final ObjectCopier copier;
  private final Run run;
  private String position;

  ImportWork(
      Job job,
      Task.Import task,
      S3Source source,
      Jobs jobs,
      Buckets buckets,
      Objects objects,
      ObjectCopier copier,
      Run run) {
    this.job = job;
    this.task = task;
    this.source = source;
    this.jobs = jobs;
    this.buckets = buckets;
    this.objects = objects;
    this.copier = copier;
    this.run = run;
    this.position = job.position();
  }

  @Override
  public void plan() throws IOException {
    var count = 0L;
    var bytes = 0L;
    var after = "";
    while (true) {
      run.requireWanted();
      var page = source.list(task.source().prefix(), after, PAGE);
      count += page.entries().size();
      bytes += page.entries().stream().mapToLong(Entry::size).sum();
      if (page.last() || page.entries().isEmpty()) {
        break;
      }
      after = page.entries().getLast().key();
    }
    jobs.plan(job.id(), count, bytes);
  }

  @Override
  public List<Item> next() throws IOException {
    var items = new ArrayList<Item>();
    for (Entry entry : source.list(task.source().prefix(), position, PAGE).entries()) {
      items.add(
          new Item(
              entry.key(),
              () -> {
                position = entry.key();
                try {
                  bring(entry);
                } catch (Run.Stopped stopped) {
                  throw stopped;
                } catch (IOException | RuntimeException e) {
                  // The failure is remembered by its key; the listing goes on behind it.
                  jobs.moveOn(job.id(), entry.key());
                  throw e;
                }
                jobs.advanceTo(job.id(), entry.key(), entry.size());
              }));
    }
    return items;
  }

  @Override
  public Item again(String key) {
    return new Item(
        key,
        () -> {
          var entry = source.find(key);
          if (entry.isEmpty()) {
            jobs.forget(job.id(), key);
            return;
          }
          bring(entry.get());
          jobs.advance(job.id(), key, entry.get().size());
        });
  }

  @Override
  public String nameOf(String id) {
    return task.source().bucket() + "/" + id;
  }

  @Override
  public boolean finish(long failures) {
    return true;
  }

  @Override
  public void close() {
    source.close();
  }

  private void bring(Entry entry) throws IOException {
    var bucket =
        buckets
            .find(task.bucket())
            .orElseThrow(
                () ->
                    new StoreException(
                        Reason.NOT_FOUND,
                        "bucket " + task.bucket() + " is gone: make it again, or cancel the job"));
    var there = objects.find(bucket.name(), entry.key());
    if (there.filter(object -> isSame(object, entry)).isEmpty()) {
      copier.copy(source, entry, bucket, there, run);
    }
  }

  private static boolean isSame(StoredObject object, Entry entry) {
    return object.etag().value().equals(entry.etag()) && object.size() == entry.size();
  }
}
