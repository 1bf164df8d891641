package io.dynamopatterns.local.example;

import java.nio.file.Path;
import java.util.Locale;

/** An application that ships with the fleet and is chosen by its name. */
public enum Example {
  COUPONS("coupons-state.json", Path.of("examples", "coupons-fn", "page"));

  private final String state;
  private final Path page;

  Example(String state, Path page) {
    this.state = state;
    this.page = page;
  }

  /** Its name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The record of its deployment. */
  public String state() {
    return state;
  }

  /** The directory of its page, from the project's on. */
  public Path page() {
    return page;
  }
}
