/// The market's PostgreSQL: migrations and short transactions.
@NullMarked
package network.flashback.market.database;

import org.jspecify.annotations.NullMarked;
