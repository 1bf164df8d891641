package io.dynamopatterns.common.send;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends messages so that those of one key arrive in their order, each at least once. A request may
 * take any of its messages and fail with those before; so it has at most one message of a key, and
 * a key's next message is sent when the one before it has arrived.
 *
 * @param <M> the messages that the target takes
 */
public final class OrderedSender<M extends Keyed> {
  private final Target<M> target;
  private final Backoff backoff;

  /**
   * @param backoff the maximum of consecutive requests without progress, and the pause after each
   *     failed or partly failed request
   */
  public OrderedSender(Target<M> target, Backoff backoff) {
    this.target = target;
    this.backoff = backoff;
  }

  /**
   * How sending ended.
   *
   * @param left what is neither delivered nor refused, in its order. Without a failure, the time
   *     was used up
   * @param failure why it was given up before
   */
  public record Outcome<M>(List<M> left, Optional<RuntimeException> failure) {
    /**
     * What is left because the time was used up.
     *
     * @throws RuntimeException if it was given up before
     */
    public List<M> leftOrThrow() {
      failure.ifPresent(
          e -> {
            throw e;
          });
      return left;
    }
  }

  /**
   * Sends these messages until all have arrived, the deadline has passed, or it is of no use: the
   * target took nothing for too long, or does not take requests like these at all.
   *
   * @param refused called with a message that will never be taken, and why. Those after it are sent
   */
  public Outcome<M> send(
      List<M> messages, Deadline deadline, BiConsumer<? super M, String> refused) {
    return send(messages, deadline, refused, first -> {});
  }

  /**
   * Sends these messages, and says after each request how far it has come.
   *
   * @param reached called with the first message that is neither delivered nor refused: all before
   *     it are. A caller that saves that need not send those again when the process dies meanwhile
   */
  public Outcome<M> send(
      List<M> messages,
      Deadline deadline,
      BiConsumer<? super M, String> refused,
      Consumer<? super M> reached) {
    UnsentMessages<M> waiting = new UnsentMessages<>(messages);
    for (int inVain = 0; !waiting.isEmpty() && !deadline.passed(); ) {
      int before = waiting.size();
      Optional<String> failure;
      try {
        failure = send(next(waiting), waiting, deadline, refused);
      } catch (SdkException e) {
        if (!passes(e)) {
          return new Outcome<>(waiting.left(), Optional.of(e));
        }
        failure = Optional.of(String.valueOf(e.getMessage()));
      }
      inVain = waiting.size() < before ? 0 : inVain + 1;
      if (!waiting.isEmpty()) {
        reached.accept(waiting.first());
      }
      if (failure.isPresent()) {
        if (!backoff.allows(inVain)) {
          return new Outcome<>(
              waiting.left(),
              Optional.of(
                  new IllegalStateException(
                      "%s takes no messages: %s".formatted(target.name(), failure.get()))));
        }
        // A part that is throttled is not sent again at once, and does not hold up the others long.
        backoff.pause(Math.max(1, inVain), deadline);
      }
    }
    return new Outcome<>(waiting.left(), Optional.empty());
  }

  /** The places of the first waiting message of each key, as many as a request takes. */
  private List<Integer> next(UnsentMessages<M> waiting) {
    Target.Limits limits = target.limits();
    List<Integer> request = new ArrayList<>();
    long bytes = 0;
    for (int place : waiting.heads()) {
      int size = waiting.at(place).size();
      boolean alone = size > limits.commonBytes();
      if (!request.isEmpty() && (alone || bytes + size > limits.bytes())) {
        break;
      }
      request.add(place);
      bytes += size;
      if (alone || request.size() == limits.messages()) {
        break;
      }
    }
    return request;
  }

  /**
   * Sends one request and takes what was delivered or refused from those that wait.
   *
   * @return why some were neither, or empty if there are none
   */
  private Optional<String> send(
      List<Integer> request,
      UnsentMessages<M> waiting,
      Deadline deadline,
      BiConsumer<? super M, String> refused) {
    List<M> messages = new ArrayList<>(request.size());
    request.forEach(place -> messages.add(waiting.at(place)));
    Optional<String> failure = Optional.empty();
    List<Target.Result> results = results(messages, deadline);
    for (int i = 0; i < messages.size(); i++) {
      switch (results.get(i)) {
        case Target.Result.Taken taken -> waiting.settle(request.get(i));
        case Target.Result.Failed failed -> failure = Optional.of(failed.reason());
        case Target.Result.Refused why -> {
          // First, because it may throw what counts as a failure that passes.
          refused.accept(messages.get(i), why.reason());
          waiting.settle(request.get(i));
        }
      }
    }
    return failure;
  }

  private List<Target.Result> results(List<M> request, Deadline deadline) {
    int size = request.getFirst().size();
    int most = target.limits().messageBytes();
    return size > most
        ? List.of(
            new Target.Result.Refused(
                "it has %d bytes, and %s takes %d".formatted(size, target.name(), most)))
        : target.send(request, deadline);
  }

  private static boolean passes(SdkException e) {
    return !(e instanceof AwsServiceException service)
        || service.statusCode() >= 500
        || service.isThrottlingException()
        || ErrorCodes.isThrottling(ErrorCodes.of(service));
  }
}
