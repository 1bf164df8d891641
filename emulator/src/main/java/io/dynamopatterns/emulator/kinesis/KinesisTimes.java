package io.dynamopatterns.emulator.kinesis;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;

/** How the API's two forms write a time: JSON in seconds with a fraction, CBOR in milliseconds. */
final class KinesisTimes extends StdSerializer<Instant> {
  private static final long serialVersionUID = 1L;

  private final boolean inSeconds;

  private KinesisTimes(boolean inSeconds) {
    super(Instant.class);
    this.inSeconds = inSeconds;
  }

  static ObjectMapper inSeconds(ObjectMapper mapper) {
    return mapper.registerModule(new SimpleModule().addSerializer(new KinesisTimes(true)));
  }

  static ObjectMapper inMilliseconds(ObjectMapper mapper) {
    return mapper.registerModule(new SimpleModule().addSerializer(new KinesisTimes(false)));
  }

  @Override
  public void serialize(Instant time, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    if (inSeconds) {
      json.writeNumber(BigDecimal.valueOf(time.toEpochMilli(), 3));
    } else {
      json.writeNumber(time.toEpochMilli());
    }
  }
}
