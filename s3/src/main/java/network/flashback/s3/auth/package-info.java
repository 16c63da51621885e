/// AWS Signature Version 4: verifying and making header, presigned and chunk signatures.
@NullMarked
package network.flashback.s3.auth;

import org.jspecify.annotations.NullMarked;
