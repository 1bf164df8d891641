package io.dynamopatterns.common.invocation;

import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import java.util.function.Supplier;

/**
 * The base of every handler class: it starts Micronaut, injects the fields of the subclass and
 * gives each invocation its {@link Call}. A subclass has a public constructor without parameters
 * and one method that delegates:
 *
 * <pre>{@code
 * public class PageHitsHandler extends PatternHandler<KinesisEvent, StreamsEventResponse> {
 *   @Inject PageHits pageHits;
 *
 *   public PageHitsHandler() {
 *     super("page-hits");
 *   }
 *
 *   @Override
 *   protected StreamsEventResponse handle(KinesisEvent event, Call call) {
 *     return pageHits.count(StreamBatch.of(event, Click::parse), call).response();
 *   }
 * }
 * }</pre>
 *
 * <p>AWS's runtime needs the class name alone as the function's {@code handler}, without {@code
 * ::handleRequest}: only then does it find the types of events and answers.
 *
 * @param <I> the event, one of the classes of {@code aws-lambda-java-events} or a map
 * @param <O> the answer
 */
public abstract class PatternHandler<I, O> extends MicronautRequestHandler<I, O> {
  /** Micronaut starts within the constructor of the superclass, before any field could be set. */
  private static final ThreadLocal<ApplicationContextBuilder> GIVEN = new ThreadLocal<>();

  private final String pattern;
  private final Invocation invocation;

  /**
   * Starts the application context.
   *
   * @param pattern the name that logs and metrics carry, for example {@code history}
   * @throws RuntimeException if a bean cannot be made, for example because an environment variable
   *     is missing; the function does not start then
   */
  protected PatternHandler(String pattern) {
    this.pattern = pattern;
    this.invocation = applicationContext.getBean(Invocation.class);
  }

  /**
   * Makes a handler in an environment of the caller's own, as tests and the local fleet do. On AWS
   * a handler's environment is that of its process.
   *
   * @param context for example with the environment's variables as a property source
   * @param handler makes the handler in this thread, for example {@code PageHitsHandler::new}
   */
  public static <H> H with(ApplicationContextBuilder context, Supplier<H> handler) {
    GIVEN.set(context);
    try {
      return handler.get();
    } finally {
      GIVEN.remove();
    }
  }

  /**
   * Answers one event. What it throws fails the invocation; its metrics are written all the same.
   */
  protected abstract O handle(I event, Call call);

  @Override
  public final O execute(I event) {
    return invocation.run(pattern, call -> handle(event, call));
  }

  @Override
  protected ApplicationContextBuilder newApplicationContextBuilder() {
    ApplicationContextBuilder given = GIVEN.get();
    return given == null ? super.newApplicationContextBuilder() : given;
  }
}
