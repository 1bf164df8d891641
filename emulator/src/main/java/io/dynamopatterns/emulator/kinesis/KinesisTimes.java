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
final class KinesisTimes {
  private KinesisTimes() {}

  static ObjectMapper inSeconds(ObjectMapper mapper) {
    return writing(
        mapper, (time, json) -> json.writeNumber(BigDecimal.valueOf(time.toEpochMilli(), 3)));
  }

  static ObjectMapper inMilliseconds(ObjectMapper mapper) {
    return writing(mapper, (time, json) -> json.writeNumber(time.toEpochMilli()));
  }

  private interface Form {
    void write(Instant time, JsonGenerator json) throws IOException;
  }

  private static ObjectMapper writing(ObjectMapper mapper, Form form) {
    return mapper.registerModule(
        new SimpleModule().addSerializer(Instant.class, new TimeSerializer(form)));
  }

  private static final class TimeSerializer extends StdSerializer<Instant> {
    private static final long serialVersionUID = 1L;

    private final transient Form form;

    TimeSerializer(Form form) {
      super(Instant.class);
      this.form = form;
    }

    @Override
    public void serialize(Instant time, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      form.write(time, json);
    }
  }
}
