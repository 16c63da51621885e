/// Tests of the package of the same name.
@NullMarked
package network.flashback.s3.access;

import org.jspecify.annotations.NullMarked;
