/// Where everything is: buckets, objects, segments and pieces, in PostgreSQL.
@NullMarked
package network.flashback.gateway.metadata;

import org.jspecify.annotations.NullMarked;
