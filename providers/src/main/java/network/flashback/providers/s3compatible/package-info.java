/// Any store that speaks S3: AWS, Storj's gateway, Cloudflare R2, Backblaze B2, Wasabi, or one's
/// own.
@NullMarked
package network.flashback.providers.s3compatible;

import org.jspecify.annotations.NullMarked;
