package io.dynamopatterns.common.client;

import io.dynamopatterns.common.priming.DryRun;
import io.dynamopatterns.common.settings.Kind;
import io.dynamopatterns.common.settings.Variables;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.AwsExecutionAttribute;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.regions.Region;

/**
 * Lets a function write in one Region only: a client of another Region reads, and refuses all other
 * requests before they are sent. Tables with replicas need it, because DynamoDB checks a condition
 * in the Region of the write, and the last writer wins between Regions.
 *
 * <p>It covers every service, so a function in another Region publishes and sends nothing either:
 * the stream of each replica has all changes, and a second reader would act on them once more.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html">
 *     How DynamoDB global tables work</a>
 */
public final class WriteRegion implements ExecutionInterceptor {
  /** The environment variable of a function that names the Region. */
  public static final String VARIABLE = "WRITE_REGION";

  private static final Kind<Region> REGION =
      Kind.text("[a-z]{2,}(-[a-z]+)+-[0-9]+", "the name of a Region, such as eu-central-1")
          .map(Region::of);

  /** PartiQL's statements are not among them: a name does not tell whether one writes. */
  private static final Pattern READS =
      Pattern.compile("(BatchGet|Describe|Get|Head|List|Query|Scan|TransactGet).*");

  private final Region only;

  public WriteRegion(Region only) {
    this.only = only;
  }

  /** As the variable says; empty if it is not set, which is right for tables without replicas. */
  static Optional<WriteRegion> of(Variables variables) {
    return variables
        .optional(VARIABLE, REGION, "the only Region in which the function writes")
        .map(WriteRegion::new);
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    Region region = attributes.getAttribute(AwsExecutionAttribute.AWS_REGION);
    // A dry run sends nothing, and primes what the function needs after a fail-over.
    if (!only.equals(region) && !READS.matcher(operation).matches() && !DryRun.isRunning()) {
      throw new WriteRegionException(
          "%s in Region %s was not sent: environment variable %s allows writes in %s only. Read here, and write there; docs/global-tables.md has the steps that move the writing Region"
              .formatted(operation, region, VARIABLE, only));
    }
  }
}
