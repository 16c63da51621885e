/// The XML documents of S3: rendering of responses, bounded parsing of requests.
@NullMarked
package network.flashback.s3.xml;

import org.jspecify.annotations.NullMarked;
