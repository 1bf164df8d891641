package com.example.claims;

import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.util.List;

@Singleton
public class Claims {
  @SuppressWarnings("unused")
  private final List unchecked = List.of();

  private final String separator;

  /** The setting is in {@code application.json}; the default shows that it was not read. */
  public Claims(@Value("${claims.separator:not-read}") String separator) {
    this.separator = separator;
  }

  public String item(ClaimHandler.Claim claim) {
    return claim.getCode() + separator + claim.getUser();
  }
}
