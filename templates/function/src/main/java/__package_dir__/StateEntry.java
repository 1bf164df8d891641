package __package__;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;

/**
 * An item of the table: each component is an attribute. The table itself adds a version and write
 * tokens.
 *
 * @param id the partition key
 * @param at when the state was reached
 */
@Introspected
record StateEntry(String id, String state, Instant at) {}
