/// Tests of the package of the same name.
@NullMarked
package network.flashback.s3.checksum;

import org.jspecify.annotations.NullMarked;
