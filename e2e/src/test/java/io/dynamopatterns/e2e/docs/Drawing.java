package io.dynamopatterns.e2e.docs;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A part of the deployment, with the places that the page's layout gave it, as an SVG: light and
 * dark, with a title, and a description of every arrow for those who do not see it.
 *
 * @param title what it shows
 * @param layout boxes, arrows and frames with their places
 */
record Drawing(String title, JsonNode layout) {
  private static final String STYLE =
      """
      svg { --ground: #f6f7f9; --surface: #fff; --text: #16202e; --muted: #566273; --line: #dde2e9; --edge: #aab4c2;
        --function: #3a52d5; --table: #0b6e74; --stream: #7a3db8; --queue: #8a5a00; --bus: #a33267; --schedule: #4d5b6c; --bucket: #2f6f2f; }
      @media (prefers-color-scheme: dark) {
        svg { --ground: #0f141b; --surface: #1c2531; --text: #e7ecf3; --muted: #9fadbf; --line: #2a3543; --edge: #4d5c6f;
          --function: #93a7ff; --table: #5fcbd1; --stream: #c9a0f5; --queue: #f0bf64; --bus: #f59cc3; --schedule: #a9b7c8; --bucket: #8fce8f; }
      }
      text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; font-size: 12px; fill: var(--muted); }
      .ground { fill: var(--ground); }
      .frame { fill: none; stroke: var(--edge); stroke-dasharray: 4 4; }
      .box { fill: var(--surface); stroke: var(--edge); }
      .label { fill: var(--text); font-size: 13.5px; font-weight: 600; }
      .arrow { fill: none; stroke: var(--muted); stroke-width: 1.4; }
      .flow { stroke: var(--function); stroke-width: 2; }
      .call { stroke: var(--table); }
      .tip-flow { fill: var(--function); }
      .tip-call { fill: var(--table); }
      .function { fill: var(--function); } .table { fill: var(--table); } .stream { fill: var(--stream); } .queue { fill: var(--queue); }
      .bus { fill: var(--bus); } .schedule { fill: var(--schedule); } .bucket { fill: var(--bucket); }
      """;

  String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$s %2$s" width="%1$s" height="%2$s" role="img" aria-labelledby="title description">
        <title id="title">%3$s</title>
        <desc id="description">%4$s</desc>
        <style>
        %5$s</style>
        <defs>
        <marker id="flow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" orient="auto" markerUnits="userSpaceOnUse"><path class="tip-flow" d="M0 0.5 8 4 0 7.5z"/></marker>
        <marker id="call" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" orient="auto" markerUnits="userSpaceOnUse"><path class="tip-call" d="M0 0.5 8 4 0 7.5z"/></marker>
        </defs>
        <rect class="ground" width="%1$s" height="%2$s" rx="14"/>
        """
            .formatted(
                layout.path("width").asText(),
                layout.path("height").asText(),
                text(title),
                text(description()),
                STYLE));
    layout.path("clusters").forEach(cluster -> frame(svg, cluster));
    layout
        .path("arrows")
        .forEach(
            arrow ->
                svg.append(
                    "<path class=\"arrow %1$s\" d=\"%2$s\" marker-end=\"url(#%1$s)\"/>\n"
                        .formatted(arrow.path("style").asText(), arrow.path("line").asText())));
    layout.path("boxes").forEach(box -> box(svg, box));
    return svg.append("</svg>\n").toString();
  }

  private String description() {
    return String.join("; ", layout.path("arrows").findValuesAsText("words")) + ".";
  }

  private static void frame(StringBuilder svg, JsonNode cluster) {
    svg.append(
        """
        <g transform="translate(%s,%s)"><rect class="frame" width="%s" height="%s" rx="14"/><text x="14" y="17">%s</text></g>
        """
            .formatted(
                cluster.path("x").asText(),
                cluster.path("y").asText(),
                cluster.path("width").asText(),
                cluster.path("height").asText(),
                text(cluster.path("label").asText())));
  }

  private static void box(StringBuilder svg, JsonNode box) {
    String sign =
        box.path("sign").asText().isEmpty()
            ? ""
            : "<path class=\"%s\" transform=\"translate(10,17)\" d=\"%s\"/>"
                .formatted(box.path("kind").asText(), box.path("sign").asText());
    int left = sign.isEmpty() ? 16 : 42;
    svg.append(
        """
        <g transform="translate(%s,%s)"><rect class="box" width="%s" height="%s" rx="10"/>%s<text class="label" x="%d" y="25">%s</text><text x="%d" y="43">%s</text></g>
        """
            .formatted(
                box.path("x").asText(),
                box.path("y").asText(),
                box.path("width").asText(),
                box.path("height").asText(),
                sign,
                left,
                text(box.path("label").asText()),
                left,
                text(box.path("note").asText())));
  }

  private static String text(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
