package io.dynamopatterns.e2e.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The modules of a checkout at a tag, as roots of other repositories name them. Git finds the
 * checkout in place of the public repository.
 */
final class PublishedModules {
  private static final Pattern SOURCE =
      Pattern.compile("source = \"git::(https://\\S+?)//terraform/modules/[a-z-]+\\?ref=(\\S+?)\"");
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Checkout checkout;
  private final String address;
  private final String tag;

  private PublishedModules(Checkout checkout, String address, String tag) {
    this.checkout = checkout;
    this.address = address;
    this.tag = tag;
  }

  /**
   * Tags the checkout's modules.
   *
   * @param text names a module, by an address with a tag that becomes that of all modules
   */
  static PublishedModules of(Checkout checkout, String text) {
    Matcher source = SOURCE.matcher(text);
    assertThat(source.find()).as("the address of a module").isTrue();
    PublishedModules modules = new PublishedModules(checkout, source.group(1), source.group(2));
    modules.git("init", "--quiet");
    modules.git("add", "terraform/modules");
    modules.git(
        "-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "-qm", "All");
    modules.git("tag", modules.tag);
    return modules;
  }

  /** Where the public repository is. */
  String address() {
    return address;
  }

  String tag() {
    return tag;
  }

  /** The variables with which git finds the checkout. */
  Map<String, String> environment() {
    return Map.of(
        "GIT_CONFIG_COUNT",
        "1",
        "GIT_CONFIG_KEY_0",
        "url.file://" + checkout.resolve("") + ".insteadOf",
        "GIT_CONFIG_VALUE_0",
        address);
  }

  private void git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Command.Result result = new Command(checkout.resolve(""), Map.of()).run(LIMIT, command);
    assertThat(result.exitCode()).as(result.all()).isZero();
  }
}
