package io.dynamopatterns.bench;

/** What AWS charges in US East (N. Virginia), in dollars: on demand, Lambda on Graviton. */
public final class Prices {
  public static final double MILLION_WRITES = 0.625;
  public static final double MILLION_READS = 0.125;
  public static final double MILLION_INVOCATIONS = 0.20;
  public static final double GIGABYTE_SECOND = 0.0000133334;

  private Prices() {}
}
