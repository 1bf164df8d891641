package com.example.claims;

import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Inject;

/** Answers with the item that a claim becomes. */
public class ClaimHandler extends MicronautRequestHandler<ClaimHandler.Claim, ClaimHandler.Answer> {
  @Serdeable
  public record Claim(String code, String user) {}

  @Serdeable
  public record Answer(String item) {}

  @Inject Claims claims;

  public ClaimHandler() {}

  public ClaimHandler(ApplicationContextBuilder context) {
    super(context);
  }

  public Answer execute( Claim claim ) { return new Answer(claims.item(claim)); } // as no formatter would have it
}
