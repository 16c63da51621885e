package network.flashback.s3.xml;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import network.flashback.s3.S3Dates;

/// `ListAllMyBucketsResult`, the answer of ListBuckets.
///
/// @param continuationToken where the next page starts, when there is one
/// @param prefix the one asked for
public record BucketListing(
    Owner owner, List<Entry> buckets, Optional<String> continuationToken, Optional<String> prefix)
    implements S3Document {

  /// One bucket.
  public record Entry(String name, Instant created, String region) {}

  @Override
  public byte[] toXml() {
    var xml = new XmlWriter().root("ListAllMyBucketsResult");
    owner.write(xml, "Owner");
    xml.open("Buckets");
    for (Entry bucket : buckets) {
      xml.open("Bucket")
          .element("Name", bucket.name)
          .element("CreationDate", S3Dates.xml(bucket.created))
          .element("BucketRegion", bucket.region)
          .close();
    }
    return xml.close()
        .element("ContinuationToken", continuationToken)
        .element("Prefix", prefix)
        .toBytes();
  }
}
