package io.dynamopatterns.operations.failed;

import io.dynamopatterns.operations.Names;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.Session;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/** The buckets where the deployment's mappings put what they gave up on. */
final class FailureBuckets {
  /** In any partition of AWS. */
  private static final Pattern BUCKET = Pattern.compile("arn:aws[a-z-]*:s3:::(.+)");

  private FailureBuckets() {}

  static List<String> of(Session session) {
    List<String> functions = session.deployment().inventory().functionNames();
    TreeSet<String> buckets = new TreeSet<>();
    for (EventSourceMappingConfiguration mapping :
        session.clients().lambda().listEventSourceMappingsPaginator().eventSourceMappings()) {
      if (functions.contains(Names.functionIn(mapping.functionArn()))
          && mapping.destinationConfig() != null
          && mapping.destinationConfig().onFailure() != null
          && mapping.destinationConfig().onFailure().destination() != null) {
        Matcher bucket = BUCKET.matcher(mapping.destinationConfig().onFailure().destination());
        if (bucket.matches()) {
          buckets.add(bucket.group(1));
        }
      }
    }
    return List.copyOf(buckets);
  }

  /** The only bucket, or the one that is named. */
  static String one(Optional<String> named, Session session) {
    List<String> all = of(session);
    if (named.isPresent()) {
      return session.deployment().named("failure bucket", named.get(), all);
    }
    if (all.size() != 1) {
      throw OperationException.request(
          all.isEmpty()
              ? "no mapping of %s has a bucket as its failure destination"
              : "%s has several failure buckets: name one with --bucket: " + String.join(", ", all),
          session.deployment().description());
    }
    return all.get(0);
  }
}
