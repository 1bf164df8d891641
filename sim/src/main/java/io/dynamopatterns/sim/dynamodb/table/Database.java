package io.dynamopatterns.sim.dynamodb.table;

import io.dynamopatterns.sim.dynamodb.value.ServiceError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** All tables of an account. */
public final class Database {
  /** How long a transaction is recognised by its request token. */
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);

  private final Clock clock;
  private final Lag lag;
  private final Map<String, ModelTable> tables = new LinkedHashMap<>();
  private final Map<String, Committed> transactions = new HashMap<>();

  /** How many writes a read misses that is not consistent. */
  @FunctionalInterface
  public interface Lag {
    /** The number of the table's last changes that the next read does not see. */
    int changes(String table);
  }

  private record Committed(String request, Instant time) {}

  public Database(Clock clock, Lag lag) {
    this.clock = clock;
    this.lag = lag;
  }

  public Instant now() {
    return clock.instant();
  }

  public void create(ModelTable table) {
    if (tables.putIfAbsent(table.name(), table) != null) {
      throw ServiceError.of("ResourceInUseException", "Table already exists: " + table.name());
    }
  }

  public ModelTable table(String name) {
    // A table may be named by its ARN.
    ModelTable table = tables.get(name.substring(name.lastIndexOf('/') + 1));
    if (table == null) {
      throw ServiceError.notFound(name);
    }
    return table;
  }

  /** A table as a read sees it. */
  public View view(ModelTable table, boolean consistent) {
    return table.without(consistent ? 0 : lag.changes(table.name()));
  }

  /**
   * Whether this transaction was committed before, under its token.
   *
   * @param request all of it but the token
   */
  public boolean isCommitted(String token, String request) {
    Committed before = transactions.get(token);
    if (before == null || before.time().plus(TOKEN_LIFE).isBefore(now())) {
      return false;
    }
    if (!before.request().equals(request)) {
      throw ServiceError.of(
          "IdempotentParameterMismatchException",
          "Request with the same client token was already made with other parameters");
    }
    return true;
  }

  public void committed(String token, String request) {
    transactions.put(token, new Committed(request, now()));
  }
}
