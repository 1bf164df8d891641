package io.dynamopatterns.worker;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/** Appends the key and version of each change, and the worker's name, to a file. */
public class AppendHandler implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
  /** The system property that names the file. */
  static final String FILE = "append.file";

  /** The system property that names the worker. */
  static final String WORKER = "append.worker";

  @Override
  public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
    String lines =
        event.getRecords().stream().map(AppendHandler::line).collect(Collectors.joining());
    try {
      Files.writeString(
          Path.of(System.getProperty(FILE)),
          lines,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new StreamsEventResponse(List.of());
  }

  private static String line(DynamodbStreamRecord record) {
    var item = record.getDynamodb().getNewImage();
    return "%s %s %s%n"
        .formatted(
            item.get("id").getS(), item.get("version").getN(), System.getProperty(WORKER, "none"));
  }
}
