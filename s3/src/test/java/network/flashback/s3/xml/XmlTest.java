package network.flashback.s3.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import network.flashback.s3.ETag;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.checksum.Checksum;
import network.flashback.s3.checksum.ChecksumAlgorithm;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmlTest {
  private static final Instant TIME = Instant.parse("2013-05-24T00:00:00Z");
  private static final Owner OWNER = new Owner("id", "name");

  @Test
  void aListingShowsObjectsAndPrefixesEncodedAsAsked() {
    var entry =
        new ObjectEntry(
            "a b/<&>", TIME, new ETag("tag"), 7, "STANDARD", Optional.empty(), Optional.empty());
    var listing =
        new ObjectListing(
            "bucket",
            "a b",
            Optional.of("/"),
            KeyEncoding.URL,
            1000,
            Optional.empty(),
            Optional.empty(),
            Optional.of("next"),
            List.of(entry),
            List.of("a b/c+/"));

    assertThat(text(listing))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\
            <Name>bucket</Name><Prefix>a%20b</Prefix><Delimiter>/</Delimiter>\
            <NextContinuationToken>next</NextContinuationToken><KeyCount>2</KeyCount>\
            <MaxKeys>1000</MaxKeys><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>\
            <Contents><Key>a%20b/%3C%26%3E</Key><LastModified>2013-05-24T00:00:00.000Z</LastModified>\
            <ETag>&quot;tag&quot;</ETag><Size>7</Size><StorageClass>STANDARD</StorageClass></Contents>\
            <CommonPrefixes><Prefix>a%20b/c%2B/</Prefix></CommonPrefixes></ListBucketResult>\
            """);
  }

  @ParameterizedTest
  @CsvSource({"plain/, plain/", "a b, a b", "a+b, a%2Bb", "100%, 100%25", "'a\n', 'a\n'"})
  void thePrefixOfAFirstListingReadsTheSameDecodedOrNot(String prefix, String written) {
    var raw = prefix.replace("\\n", "\n");
    var listing =
        new ObjectListingV1(
            "bucket",
            raw,
            Optional.empty(),
            KeyEncoding.URL,
            1000,
            "",
            false,
            Optional.empty(),
            List.of(),
            List.of());
    assertThat(text(listing)).contains("<Prefix>" + written.replace("\\n", "\n") + "</Prefix>");
  }

  @Test
  void keysAreEscapedWhenTheyAreNotEncoded() {
    var listing =
        new ObjectListingV1(
            "bucket",
            "",
            Optional.empty(),
            KeyEncoding.PLAIN,
            1000,
            "",
            false,
            Optional.empty(),
            List.of(
                new ObjectEntry(
                    "a<&>\u0001",
                    TIME,
                    new ETag("t"),
                    1,
                    "STANDARD",
                    Optional.of(OWNER),
                    Optional.empty())),
            List.of());
    assertThat(text(listing))
        .contains("<Key>a&lt;&amp;&gt;&#x1;</Key>")
        .contains("<Owner><ID>id</ID><DisplayName>name</DisplayName></Owner>");
  }

  @Test
  void anErrorNamesItsCauseAndTheRequest() {
    var why = new S3Exception(S3Error.NO_SUCH_KEY).with("Key", "a&b");
    assertThat(text(new ErrorDocument(why, "/b/a&b", "request", "host")))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>\
            <Key>a&amp;b</Key><Resource>/b/a&amp;b</Resource><RequestId>request</RequestId>\
            <HostId>host</HostId></Error>\
            """);
  }

  @Test
  void everyOtherDocumentIsWellFormedAndHasItsRoot() {
    var sum = Optional.of(Checksum.of(ChecksumAlgorithm.CRC32, new byte[4]));
    var tag = new ETag("t");
    assertRoot(
        new BucketListing(
            OWNER,
            List.of(new BucketListing.Entry("b", TIME, "r")),
            Optional.empty(),
            Optional.empty()),
        "ListAllMyBucketsResult");
    assertRoot(
        new PartListing(
            "b",
            "k",
            "u",
            OWNER,
            "STANDARD",
            0,
            1000,
            false,
            Optional.of(ChecksumAlgorithm.CRC32),
            Optional.empty(),
            List.of(new PartListing.Part(1, TIME, tag, 5, sum))),
        "ListPartsResult");
    assertRoot(
        new UploadListing(
            "b",
            "",
            Optional.empty(),
            KeyEncoding.PLAIN,
            "",
            "",
            Optional.empty(),
            Optional.empty(),
            1000,
            List.of(new UploadListing.Upload("k", "u", TIME, OWNER, "STANDARD")),
            List.of("p/")),
        "ListMultipartUploadsResult");
    assertRoot(new UploadInitiated("b", "k", "u"), "InitiateMultipartUploadResult");
    assertRoot(
        new UploadCompleted("http://h/b/k", "b", "k", tag, sum), "CompleteMultipartUploadResult");
    assertRoot(new Copied(Copied.Kind.OBJECT, tag, TIME, sum), "CopyObjectResult");
    assertRoot(new Copied(Copied.Kind.PART, tag, TIME, sum), "CopyPartResult");
    assertRoot(
        new DeleteResult(
            List.of(new DeleteResult.Deleted("k", Optional.of("v"), Optional.of("m"))),
            List.of(
                new DeleteResult.Refused(
                    "l", Optional.empty(), new S3Exception(S3Error.ACCESS_DENIED)))),
        "DeleteResult");
    assertRoot(new BucketLocation("eu-west-1"), "LocationConstraint");
    assertRoot(new Versioning(Optional.of(Versioning.Status.ENABLED)), "VersioningConfiguration");
  }

  @Test
  void completeMultipartUploadIsReadInAnyNamespace() throws Exception {
    var request =
        CompleteMultipartUpload.parse(
            xml(
                """
                <CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
                  <Part><PartNumber>1</PartNumber><ETag>"a"</ETag></Part>
                  <Part><ETag>&quot;b&quot;</ETag><PartNumber>3</PartNumber>
                    <ChecksumCRC32>AAAAAA==</ChecksumCRC32></Part>
                </CompleteMultipartUpload>\
                """));
    assertThat(request.parts())
        .containsExactly(
            new CompleteMultipartUpload.Part(1, new ETag("a"), Optional.empty()),
            new CompleteMultipartUpload.Part(
                3, new ETag("b"), Checksum.parse(ChecksumAlgorithm.CRC32, "AAAAAA==")));
  }

  @Test
  void deleteKeepsKeysAsTheyAre() throws Exception {
    var request =
        DeleteRequest.parse(
            xml(
                "<Delete><Object><Key> a&amp;b </Key><VersionId>v</VersionId></Object>"
                    + "<Object><Key>c</Key></Object><Quiet>true</Quiet></Delete>"));
    assertThat(request.quiet()).isTrue();
    assertThat(request.objects())
        .containsExactly(
            new DeleteRequest.Target(
                " a&b ", Optional.of("v"), Optional.empty(), Optional.empty(), Optional.empty()),
            new DeleteRequest.Target(
                "c", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @Test
  void aBucketMayBeCreatedWithoutConfiguration() throws Exception {
    assertThat(CreateBucketRequest.parse(xml("")).locationConstraint()).isEmpty();
    assertThat(
            CreateBucketRequest.parse(
                    xml(
                        "<CreateBucketConfiguration><LocationConstraint>eu</LocationConstraint>"
                            + "</CreateBucketConfiguration>"))
                .locationConstraint())
        .contains("eu");
  }

  @Test
  void partsOutOfOrderAreRefused() {
    String part = "<Part><PartNumber>2</PartNumber><ETag>a</ETag></Part>";
    assertRefused(
        S3Error.INVALID_PART_ORDER,
        () ->
            CompleteMultipartUpload.parse(
                xml("<CompleteMultipartUpload>" + part + part + "</CompleteMultipartUpload>")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no xml",
        "<Delete>",
        "<Delete></Delete>",
        "<Other><Object><Key>k</Key></Object></Other>",
        "<Delete><Object></Object></Delete>",
        "<Delete><Object><Key>a</Key><Key>b</Key></Object></Delete>",
        "<Delete><Object><Key>a</Key></Object></Delete><Delete/>",
        "<!DOCTYPE Delete [<!ENTITY e \"k\">]><Delete><Object><Key>&e;</Key></Object></Delete>",
        "<!DOCTYPE Delete SYSTEM"
            + " \"file:///etc/passwd\"><Delete><Object><Key>k</Key></Object></Delete>",
        "<Delete><Object><Key>&undefined;</Key></Object></Delete>",
      })
  void whatIsNoDeleteDocumentIsMalformed(String document) {
    assertRefused(S3Error.MALFORMED_XML, () -> DeleteRequest.parse(xml(document)));
  }

  @Test
  void sizeDepthAndCountAreBounded() {
    String deep = "<a>".repeat(100) + "</a>".repeat(100);
    String many = "<Delete>" + "<a/>".repeat(100_001) + "</Delete>";
    String objects = "<Delete>" + "<Object><Key>k</Key></Object>".repeat(1001) + "</Delete>";
    String large = "<Delete>" + " ".repeat(5_000_000) + "</Delete>";
    for (String document : List.of(deep, many, objects, large)) {
      assertRefused(S3Error.MALFORMED_XML, () -> DeleteRequest.parse(xml(document)));
    }
  }

  private static void assertRefused(S3Error error, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  private static void assertRoot(S3Document document, String root) {
    assertThat(XmlReader.parse(document.toXml(), root).name()).isEqualTo(root);
  }

  private static String text(S3Document document) {
    return new String(document.toXml(), StandardCharsets.UTF_8);
  }

  private static InputStream xml(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
