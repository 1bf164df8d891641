package io.dynamopatterns.page.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A tab of the browser: what a person does in it, and what can be seen of it. */
public final class Tab implements AutoCloseable {
  /** Longer than the slowest schedule that a test waits for, on a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keys that have no character, or whose character is not their name. */
  private static final Map<String, Integer> CODES =
      Map.ofEntries(
          Map.entry("Tab", 9),
          Map.entry("Enter", 13),
          Map.entry("Escape", 27),
          Map.entry("Space", 32),
          Map.entry("End", 35),
          Map.entry("Home", 36),
          Map.entry("ArrowLeft", 37),
          Map.entry("ArrowUp", 38),
          Map.entry("ArrowRight", 39),
          Map.entry("ArrowDown", 40));

  private final Chromium browser;
  private final String target;
  private final String session;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final BiConsumer<String, JsonNode> listener = this::hear;

  Tab(Chromium browser, URI address) {
    this.browser = browser;
    target =
        browser
            .send("", "Target.createTarget", Chromium.object().put("url", "about:blank"))
            .path("targetId")
            .asText();
    session =
        browser
            .send(
                "",
                "Target.attachToTarget",
                Chromium.object().put("targetId", target).put("flatten", true))
            .path("sessionId")
            .asText();
    browser.listen(listener);
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      send(domain + ".enable", Chromium.object());
    }
    size(1280, 800);
    go(address);
  }

  private JsonNode send(String method, ObjectNode parameters) {
    return browser.send(session, method, parameters);
  }

  private void hear(String event, JsonNode parameters) {
    if (event.equals(session + "Network.requestWillBeSent")) {
      requests.add(parameters.path("request").path("url").asText());
    } else if (event.equals(session + "Runtime.exceptionThrown")) {
      errors.add(
          parameters.path("exceptionDetails").path("exception").path("description").asText());
    } else if (event.equals(session + "Log.entryAdded")
        && parameters.path("entry").path("level").asText().equals("error")) {
      errors.add(
          parameters.path("entry").path("text").asText()
              + " "
              + parameters.path("entry").path("url").asText());
    }
  }

  /** Addresses that the page has asked for, in their order. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Errors of scripts, of requests and of the content security policy. */
  public List<String> errors() {
    return List.copyOf(errors);
  }

  /** Waits for an error: the browser reports it a moment after what has caused it. */
  public void awaitError(String text) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (errors.stream().noneMatch(error -> error.contains(text))) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no error with %s: %s".formatted(text, errors));
      }
      pause();
    }
  }

  public void go(URI address) {
    send("Page.navigate", Chromium.object().put("url", address.toString()));
    await("document.readyState === 'complete' && location.href !== 'about:blank'");
  }

  /** The window's size. Below 600 pixels it is a phone's. */
  public void size(int width, int height) {
    send(
        "Emulation.setDeviceMetricsOverride",
        Chromium.object()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", width < 600));
  }

  /** What the person has chosen for all pages: light or dark. */
  public void prefers(String scheme) {
    ObjectNode media = Chromium.object();
    media.putArray("features").addObject().put("name", "prefers-color-scheme").put("value", scheme);
    send("Emulation.setEmulatedMedia", media);
  }

  /** The value of a JavaScript expression; a promise is waited for. */
  public JsonNode value(String expression) {
    JsonNode result =
        send(
            "Runtime.evaluate",
            Chromium.object()
                .put("expression", expression)
                .put("awaitPromise", true)
                .put("returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(
          expression
              + ": "
              + result.path("exceptionDetails").path("exception").path("description").asText());
    }
    return result.path("result").path("value");
  }

  /** Waits until a JavaScript expression is true. */
  public void await(String condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isTrue(condition)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "not true within %d s: %s%nerrors: %s%ntext: %s"
                .formatted(PATIENCE.toSeconds(), condition, errors, text()));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(25);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the page", e);
    }
  }

  private boolean isTrue(String condition) {
    try {
      return value("Boolean(" + condition + ")").asBoolean();
    } catch (IllegalStateException | AssertionError e) {
      // The document, or the element that is asked about, does not exist yet.
      return false;
    }
  }

  /** Waits for text on the page. */
  public void awaitText(String text) {
    await("document.body.innerText.includes(" + quoted(text) + ")");
  }

  /** Waits for an element. */
  public void awaitElement(String selector) {
    await("document.querySelector(" + quoted(selector) + ")");
  }

  /** The text that a person sees. */
  public String text() {
    return value("document.body.innerText").asText();
  }

  /** The text of one element. */
  public String text(String selector) {
    awaitElement(selector);
    return value("document.querySelector(" + quoted(selector) + ").textContent").asText();
  }

  /** How many elements there are. */
  public int count(String selector) {
    return value("document.querySelectorAll(" + quoted(selector) + ").length").asInt();
  }

  /** Clicks the middle of an element, wherever it is, as a mouse does. */
  public void click(String selector) {
    awaitElement(selector);
    clickOn("document.querySelector(" + quoted(selector) + ")");
  }

  /** Clicks the button, link or tab whose text begins so. */
  public void press(String text) {
    String element =
        "[...document.querySelectorAll('button, a, [role=tab]')].find(e =>"
            + " e.textContent.trim().startsWith("
            + quoted(text)
            + "))";
    await(element);
    clickOn(element);
  }

  /** Clicks until the element was hit: what arrives meanwhile may have moved it away. */
  private void clickOn(String element) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!hits(element)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no click reaches " + element);
      }
      pause();
    }
  }

  private boolean hits(String element) {
    JsonNode place = value(AIM.formatted(element));
    if (place.isNull() || place.isMissingNode()) {
      return false;
    }
    for (String type : List.of("mousePressed", "mouseReleased")) {
      send(
          "Input.dispatchMouseEvent",
          Chromium.object()
              .put("type", type)
              .put("x", place.path("x").asDouble())
              .put("y", place.path("y").asDouble())
              .put("button", "left")
              .put("clickCount", 1));
    }
    return value("window.clickedOn !== false").asBoolean();
  }

  /**
   * The middle of an element once it rests, null while it moves or is gone; {@code clickedOn} says
   * whether the next click hits it.
   */
  private static final String AIM =
      """
      (async () => {
        const find = () => %s;
        const place = () => {
          const r = find()?.getBoundingClientRect();
          return r && {x: r.x + r.width / 2, y: r.y + r.height / 2};
        };
        find()?.scrollIntoView({block: 'center', inline: 'nearest'});
        const before = place();
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        const now = place();
        if (!before || !now || before.x !== now.x || before.y !== now.y) {
          return null;
        }
        window.clickedOn = false;
        const heard = (event) => window.clickedOn ||= event.composedPath().includes(find());
        document.addEventListener('click', heard, {capture: true, once: true});
        return now;
      })()
      """;

  /** Moves the mouse to a place in an element, from 0 to 1. */
  public void hover(String selector, double x, double y) {
    awaitElement(selector);
    JsonNode place =
        value(
            "(() => {const r = document.querySelector(%s).getBoundingClientRect(); return {x: r.x + r.width * %s, y: r.y + r.height * %s};})()"
                .formatted(quoted(selector), x, y));
    send(
        "Input.dispatchMouseEvent",
        Chromium.object()
            .put("type", "mouseMoved")
            .put("x", place.path("x").asDouble())
            .put("y", place.path("y").asDouble()));
  }

  /** Presses a key: {@code Tab}, {@code Shift+Tab}, {@code ArrowRight}, a letter. */
  public void key(String name) {
    boolean shift = name.startsWith("Shift+");
    String key = shift ? name.substring("Shift+".length()) : name;
    String character =
        switch (key) {
          case "Enter" -> "\r";
          case "Space" -> " ";
          default -> key.length() == 1 ? key : "";
        };
    ObjectNode down =
        Chromium.object()
            .put("type", character.isEmpty() ? "rawKeyDown" : "keyDown")
            .put("key", key.equals("Space") ? " " : key)
            .put("code", key)
            .put("modifiers", shift ? 8 : 0)
            .put(
                "windowsVirtualKeyCode",
                CODES.getOrDefault(key, (int) Character.toUpperCase(key.charAt(0))));
    if (!character.isEmpty()) {
      down.put("text", character);
    }
    send("Input.dispatchKeyEvent", down);
    down.remove("text");
    send("Input.dispatchKeyEvent", down.put("type", "keyUp"));
  }

  /** Types text into what has the focus. */
  public void type(String text) {
    send("Input.insertText", Chromium.object().put("text", text));
  }

  /** Replaces the content of a field. */
  public void fill(String selector, String text) {
    awaitElement(selector);
    value(
        "(() => {const e = document.querySelector(%s); e.focus(); e.select();})()"
            .formatted(quoted(selector)));
    type(text);
  }

  /** Chooses an option of a list by its value. */
  public void choose(String selector, String option) {
    awaitElement(selector);
    value(
        "(() => {const e = document.querySelector(%s); e.value = %s; e.dispatchEvent(new Event('input', {bubbles: true})); e.dispatchEvent(new Event('change', {bubbles: true}));})()"
            .formatted(quoted(selector), quoted(option)));
  }

  /** Writes what can be seen as a picture, PNG or WebP by the file's name. */
  public void screenshot(Path file) {
    String format = file.toString().endsWith(".webp") ? "webp" : "png";
    ObjectNode wanted = Chromium.object().put("format", format);
    if (format.equals("webp")) {
      wanted.put("quality", 82);
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(
          file,
          Base64.getDecoder().decode(send("Page.captureScreenshot", wanted).path("data").asText()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Text as a JavaScript literal. */
  public static String quoted(String text) {
    try {
      return JSON.writeValueAsString(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    browser.forget(listener);
    browser.send("", "Target.closeTarget", Chromium.object().put("targetId", target));
  }
}
