package io.dynamopatterns.common.invocation;

import io.dynamopatterns.common.priming.DryBeans;
import io.dynamopatterns.common.priming.Snapshot;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.env.Environment;
import io.micronaut.function.aws.MicronautRequestHandler;
import java.lang.reflect.ParameterizedType;
import java.util.Optional;
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

  /** Kept, as the runtime does not. */
  private final Optional<Object> snapshot;

  /**
   * Starts the application context.
   *
   * @param pattern the name that logs and metrics carry, for example {@code history}
   * @throws RuntimeException if a bean cannot be made, for example because an environment variable
   *     is missing; the function does not start then
   */
  @SuppressWarnings("this-escape") // The runtime calls back when the handler has been made.
  protected PatternHandler(String pattern) {
    this.pattern = pattern;
    this.invocation = applicationContext.getBean(Invocation.class);
    this.snapshot = Snapshot.before(pattern, this::prime);
  }

  /**
   * Makes a handler in an environment of the caller's own, as tests and the local fleet do. On AWS
   * a handler's environment is that of its process.
   *
   * @param context {@link #contextBuilder}, for example with the environment's variables as a
   *     property source
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
   * The builder of a handler's context on AWS. It is Micronaut's for Lambda, but without the
   * singletons that the handler does not use: a module has those of all its handlers.
   */
  public static ApplicationContextBuilder contextBuilder() {
    return ApplicationContext.builder()
        .environments(Environment.FUNCTION, ENVIRONMENT_LAMBDA)
        .eagerInitConfiguration(true);
  }

  /**
   * Answers one event. What it throws fails the invocation; its metrics are written all the same.
   */
  protected abstract O handle(I event, Call call);

  /**
   * An event for the dry run before a SnapStart snapshot, as AWS sends it. A second handler of this
   * class answers it, with clients that send nothing. If the handler refuses the event, only its
   * refusal is primed. Empty: only the SDK is primed.
   */
  protected Optional<String> dryEvent() {
    return Optional.empty();
  }

  /** Makes a second handler for a dry run, which is thrown away. */
  void prime() {
    Snapshot.dryRun(this::second, PatternHandler::getApplicationContext, dryEvent(), eventType());
  }

  @SuppressWarnings("unchecked")
  private PatternHandler<I, O> second() {
    try {
      return (PatternHandler<I, O>) getClass().getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot make a second " + getClass().getName(), e);
    }
  }

  private Class<?> eventType() {
    return getClass().getGenericSuperclass() instanceof ParameterizedType type
            && type.getActualTypeArguments()[0] instanceof Class<?> event
        ? event
        : Object.class;
  }

  @Override
  public final O execute(I event) {
    return invocation.run(pattern, call -> handle(event, call));
  }

  @Override
  protected ApplicationContextBuilder newApplicationContextBuilder() {
    ApplicationContextBuilder given = GIVEN.get();
    return given != null ? given : DryBeans.addTo(contextBuilder());
  }
}
