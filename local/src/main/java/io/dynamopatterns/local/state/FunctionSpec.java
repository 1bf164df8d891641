package io.dynamopatterns.local.state;

import java.time.Duration;
import java.util.Map;

/**
 * A Lambda function.
 *
 * @param jar the file name of its deployment package
 * @param environment the variables that Terraform set
 */
public record FunctionSpec(
    String name,
    String handler,
    String jar,
    Duration timeout,
    int memoryMb,
    Map<String, String> environment) {}
