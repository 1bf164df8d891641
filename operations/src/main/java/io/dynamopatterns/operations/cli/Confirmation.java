package io.dynamopatterns.operations.cli;

import java.io.Console;
import java.util.Locale;

/** Asks the person at the terminal. Where there is none, nothing is confirmed. */
final class Confirmation {
  private Confirmation() {}

  static boolean ask(String question) {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    String answer = console.readLine("%s [y/N] ", question);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
