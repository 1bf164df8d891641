package io.dynamopatterns.local.example;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A promotion that is made on this machine, at places around the middle of Berlin. */
record Promotion(
    String shop, String title, String description, double lat, double lon, int stock, int shards) {

  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("shop", shop)
        .put("title", title)
        .put("description", description)
        .put("lat", lat)
        .put("lon", lon)
        .put("stock", stock)
        .put("shards", shards);
  }
}
