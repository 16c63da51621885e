/// Tests of the package of the same name.
@NullMarked
package network.flashback.s3;

import org.jspecify.annotations.NullMarked;
