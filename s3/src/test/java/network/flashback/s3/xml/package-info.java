/// Tests of the package of the same name.
@NullMarked
package network.flashback.s3.xml;

import org.jspecify.annotations.NullMarked;
