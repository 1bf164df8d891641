package com.example.claims;

import jakarta.inject.Singleton;
import java.util.List;

@Singleton
public class Claims {
  @SuppressWarnings("unused")
  private final List unchecked = List.of();

  public String item(ClaimHandler.Claim claim) {
    return claim.code() + "#" + claim.user();
  }
}
