package io.dynamopatterns.history.table;

import io.dynamopatterns.common.item.ItemJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Images as compressed bytes: the type-tagged JSON of a map from {@code newImage} and {@code
 * oldImage} to the images, deflated together, because the two mostly say the same.
 */
final class PackedImages {
  private PackedImages() {}

  static byte[] pack(Map<String, AttributeValue> images) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflate = new DeflaterOutputStream(packed)) {
      deflate.write(ItemJson.writeBytes(images));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static Map<String, AttributeValue> unpack(byte[] packed) {
    try (InflaterInputStream inflate = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      return ItemJson.read(inflate.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("the stored images are not deflated JSON", e);
    }
  }
}
