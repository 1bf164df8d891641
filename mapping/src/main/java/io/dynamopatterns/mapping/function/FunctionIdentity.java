package io.dynamopatterns.mapping.function;

/** What a handler's context says of its function. */
public record FunctionIdentity(String name, String arn, int memoryMb) {
  private static final String LOCAL_ACCOUNT = "arn:aws:lambda:us-east-1:123456789012";

  /** A function that runs on no account. */
  public static FunctionIdentity local(String name, int memoryMb) {
    return new FunctionIdentity(
        name, "%s:function:%s:live".formatted(LOCAL_ACCOUNT, name), memoryMb);
  }

  /** The ARN of a function in the account and Region of its stream. */
  public static String arnBeside(String streamArn, String function) {
    String[] parts = streamArn.split(":", 6);
    return "arn:%s:lambda:%s:%s:function:%s".formatted(parts[1], parts[3], parts[4], function);
  }
}
