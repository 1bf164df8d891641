package com.example.claims;

import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.MessageSource;
import io.micronaut.function.aws.MicronautRequestHandler;
import io.micronaut.serde.ObjectMapper;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** Answers with the item that a claim becomes. Its beans are of several parts of Micronaut. */
public class ClaimHandler extends MicronautRequestHandler<ClaimHandler.Claim, ClaimHandler.Answer> {
  /** With setters, by which AWS's runtime client makes an event. */
  @Serdeable
  public static class Claim {
    private String code;
    private String user;

    public String getCode() {
      return code;
    }

    public void setCode(String code) {
      this.code = code;
    }

    public String getUser() {
      return user;
    }

    public void setUser(String user) {
      this.user = user;
    }
  }

  @Serdeable
  public record Answer(String item, String json) {}

  @Inject Claims claims;
  @Inject ObjectMapper json;
  @Inject MessageSource messages;
  @Inject ThreadFactory threads;

  public ClaimHandler() {}

  public ClaimHandler(ApplicationContextBuilder context) {
    super(context);
  }

  public Answer execute( Claim claim ) { return new Answer(item(claim), text(claim)); } // as no formatter would have it

  private String item(Claim claim) {
    try (ExecutorService thread = Executors.newSingleThreadExecutor(threads)) {
      String item = thread.submit(() -> claims.item(claim)).get();
      return messages.getMessage(item, MessageSource.MessageContext.DEFAULT).orElse(item);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private String text(Claim claim) {
    try {
      return json.writeValueAsString(claim);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
