package io.dynamopatterns.page.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The machine's own Chromium without a window, steered by its DevTools protocol over the JDK's web
 * socket: no driver is downloaded. One process serves all tests of a JVM; each test has its own
 * pages.
 */
public final class Chromium {
  public static final List<String> PROGRAMS =
      List.of("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell");

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Chromium running;

  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final AtomicInteger id = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<BiConsumer<String, JsonNode>> listeners = new CopyOnWriteArrayList<>();

  private Chromium(Path program) throws IOException, InterruptedException {
    profile = Files.createTempDirectory("chromium");
    List<String> command = new ArrayList<>(List.of(program.toString(), "--headless=new"));
    // Nothing but the tested page: no first-run pages, no updates, no background requests.
    command.addAll(
        List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-extensions",
            "--mute-audio",
            "--force-color-profile=srgb",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank"));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("output").toFile())
            .start();
    socket = connect(endpoint());
  }

  /** The installed browser, if there is one. */
  public static Optional<Path> program() {
    return PROGRAMS.stream()
        .flatMap(
            name ->
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                    .map(directory -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Opens a page in a browser that all tests share. */
  public static synchronized Tab open(URI address) {
    try {
      if (running == null) {
        running = new Chromium(program().orElseThrow());
        Runtime.getRuntime().addShutdownHook(new Thread(running::stop, "stop chromium"));
      }
      return new Tab(running, address);
    } catch (IOException e) {
      throw new UncheckedIOException("Chromium does not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while Chromium started", e);
    }
  }

  /** Chromium writes its port and path into its profile once it listens. */
  private URI endpoint() throws IOException, InterruptedException {
    Path file = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.size() >= 2) {
        return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
      }
      Thread.sleep(20);
    }
    throw new IOException("it printed: " + Files.readString(profile.resolve("output")));
  }

  private WebSocket connect(URI endpoint) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(endpoint, new Listener())
        .join();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        receive(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private void receive(String text) {
    try {
      JsonNode message = JSON.readTree(text);
      if (message.has("id")) {
        answers.remove(message.get("id").asInt()).complete(message);
      } else {
        listeners.forEach(
            listener ->
                listener.accept(
                    message.path("sessionId").asText() + message.path("method").asText(),
                    message.path("params")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Hears of events, by session and name. */
  void listen(BiConsumer<String, JsonNode> listener) {
    listeners.add(listener);
  }

  void forget(BiConsumer<String, JsonNode> listener) {
    listeners.remove(listener);
  }

  /** Sends a command and waits for its answer. */
  JsonNode send(String session, String method, ObjectNode parameters) {
    int number = id.incrementAndGet();
    ObjectNode message = object().put("id", number).put("method", method);
    message.set("params", parameters);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(number, answer);
    synchronized (socket) {
      socket.sendText(message.toString(), true).join();
    }
    try {
      JsonNode answered = answer.get(ANSWER.toSeconds(), TimeUnit.SECONDS);
      if (answered.has("error")) {
        throw new IllegalStateException(
            method + ": " + answered.path("error").path("message").asText());
      }
      return answered.path("result");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + method, e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(method + " was not answered", e);
    }
  }

  private void stop() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
      try (Stream<Path> files = Files.walk(profile)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException e) {
      // The system clears its directory of temporary files.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
