package io.dynamopatterns.functionjar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Jars of a service made for the test, in the shape of the SDK's, and of a function that uses it.
 */
class PruningTest {
  private static final String SERVICE = "software/amazon/awssdk/services/zoo/";
  private static final String MODEL = SERVICE + "model/";

  @TempDir private Path directory;

  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, String> files = new TreeMap<>();

  /** Classes that are compiled against, and not packaged. */
  private final List<String> absent = new ArrayList<>();

  @BeforeEach
  void service() {
    source(
        "software.amazon.awssdk.awscore.AwsClient",
        "public interface AwsClient { default String serviceName() { return null; } }");
    for (String type : List.of("FeedRequest", "FeedResponse", "PaintRequest", "PaintResponse")) {
      source(
          "software.amazon.awssdk.services.zoo.model." + type,
          "public class %s { public static class Builder {} }".formatted(type));
    }
    source(
        "software.amazon.awssdk.services.zoo.ZooClient",
        """
        import software.amazon.awssdk.services.zoo.model.*;
        public interface ZooClient extends software.amazon.awssdk.awscore.AwsClient {
          static ZooClient create() { return new DefaultZooClient(); }
          default FeedResponse feed(FeedRequest request) { throw new UnsupportedOperationException(); }
          default FeedResponse feed(java.util.function.Consumer<FeedRequest.Builder> request) {
            return feed(new FeedRequest());
          }
          default PaintResponse paint(PaintRequest request) { throw new UnsupportedOperationException(); }
        }
        """);
    source(
        "software.amazon.awssdk.services.zoo.DefaultZooClient",
        """
        import software.amazon.awssdk.services.zoo.model.*;
        final class DefaultZooClient implements ZooClient {
          public FeedResponse feed(FeedRequest request) { return send(() -> new FeedResponse()); }
          public PaintResponse paint(PaintRequest request) { return send(() -> made(request)); }
          private static PaintResponse made(PaintRequest request) { return new PaintResponse(); }
          private <T> T send(java.util.function.Supplier<T> call) { return call.get(); }
          public String serviceName() { return "zoo"; }
        }
        """);
    source(
        "software.amazon.awssdk.services.zoo.ZooAsyncClient",
        """
        public interface ZooAsyncClient extends software.amazon.awssdk.awscore.AwsClient {}
        """);
    source(
        "software.amazon.awssdk.services.zoo.ZooResolveEndpointInterceptor",
        """
        import software.amazon.awssdk.services.zoo.model.*;
        public class ZooResolveEndpointInterceptor {
          public static String parameters(String operation, Object request) {
            StringBuilder found = new StringBuilder();
            set(found, operation, request);
            return found.toString();
          }
          private static void set(StringBuilder found, String operation, Object request) {
            switch (operation) {
              case "Paint": set(found, (PaintRequest) request); break;
              case "Feed": set(found, (FeedRequest) request); break;
              default: break;
            }
          }
          private static void set(StringBuilder found, PaintRequest request) { found.append("b"); }
          private static void set(StringBuilder found, FeedRequest request) { found.append("f"); }
        }
        """);
  }

  @Test
  void anOperationThatNothingCallsIsRemovedWithItsTypesAndTheOthersRun() throws Exception {
    function("return ZooClient.create().feed(new FeedRequest()).getClass().getSimpleName();");

    Map<String, byte[]> jar = pruned();

    assertThat(jar).containsKeys(MODEL + "FeedRequest.class", SERVICE + "DefaultZooClient.class");
    assertThat(jar.keySet())
        .noneMatch(name -> name.contains("Paint"))
        .noneMatch(name -> name.contains("Async"));
    assertThat(run()).isEqualTo("FeedResponse");
    assertThat(methods("software.amazon.awssdk.services.zoo.DefaultZooClient"))
        .contains("feed", "send", "serviceName")
        .doesNotContain("paint", "made");
  }

  @Test
  void anOperationThatIsCalledWithALambdaOrByAReferenceIsKept() throws Exception {
    function(
        "java.util.function.Function<PaintRequest, PaintResponse> paint = ZooClient.create()::paint;"
            + " return paint.apply(new PaintRequest()).getClass().getSimpleName();");

    assertThat(pruned()).containsKeys(MODEL + "PaintRequest.class", MODEL + "PaintResponse.class");
    assertThat(run()).isEqualTo("PaintResponse");
  }

  @Test
  void aTypeThatIsNamedOnlyInAStringOrAFileIsKept() throws Exception {
    function("return \"software.amazon.awssdk.services.zoo.model.PaintRequest\";");
    files.put("META-INF/services/x", "software.amazon.awssdk.services.zoo.model.PaintResponse\n");

    assertThat(pruned()).containsKeys(MODEL + "PaintRequest.class", MODEL + "PaintResponse.class");
  }

  @Test
  void theParametersOfAnEndpointAreReadFromTheRequestsThatAreKept() throws Exception {
    function(
        "ZooClient.create().feed(new FeedRequest());"
            + " return ZooResolveEndpointInterceptor.parameters(\"Feed\", new FeedRequest());");

    assertThat(pruned().keySet()).noneMatch(name -> name.contains("Paint"));
    assertThat(run()).isEqualTo("f");
    assertThat(methods("software.amazon.awssdk.services.zoo.ZooResolveEndpointInterceptor"))
        .containsExactlyInAnyOrder("parameters", "set", "set");
  }

  @Test
  void anOperationThatAnotherMethodOfTheClientCallsIsKept() throws Exception {
    source(
        "software.amazon.awssdk.services.zoo.ZooClient",
        """
        import software.amazon.awssdk.services.zoo.model.*;
        public interface ZooClient extends software.amazon.awssdk.awscore.AwsClient {
          static ZooClient create() { return new DefaultZooClient(); }
          default FeedResponse feed(FeedRequest request) { throw new UnsupportedOperationException(); }
          default PaintResponse paint(PaintRequest request) { throw new UnsupportedOperationException(); }
          default String paintAsBytes(PaintRequest request) { return paint(request).getClass().getSimpleName(); }
        }
        """);
    function("return ZooClient.create().paintAsBytes(new PaintRequest());");

    pruned();

    assertThat(run()).isEqualTo("PaintResponse");
  }

  @Test
  void theParametersOfAnEndpointAreReadFromARequestThatIsSentWithoutTheClient() throws Exception {
    function("return ZooResolveEndpointInterceptor.parameters(\"Paint\", new PaintRequest());");

    pruned();

    assertThat(run()).isEqualTo("b");
  }

  @Test
  void eventsThatNothingNamesAreLeftOut() throws Exception {
    source("com.amazonaws.services.lambda.runtime.events.Ring", "public class Ring {}");
    source("com.amazonaws.services.lambda.runtime.events.Knock", "public class Knock {}");
    function("return com.amazonaws.services.lambda.runtime.events.Ring.class.getSimpleName();");

    assertThat(pruned().keySet())
        .contains("com/amazonaws/services/lambda/runtime/events/Ring.class")
        .doesNotContain("com/amazonaws/services/lambda/runtime/events/Knock.class");
    assertThat(run()).isEqualTo("Ring");
  }

  @Test
  void ofJodaTimeOnlyWhatTheRuntimeAsksForIsKeptUnlessSomethingUsesIt() throws Exception {
    joda();
    function("return ZooClient.create().serviceName();");

    assertThat(pruned().keySet())
        .contains("org/joda/time/DateTime.class", "org/joda/time/Zone.class")
        .doesNotContain("org/joda/time/Era.class");

    function("return new org.joda.time.DateTime().toString();");

    assertThat(pruned().keySet()).contains("org/joda/time/Era.class");
  }

  private void joda() {
    source("org.joda.time.Zone", "public class Zone {}");
    source("org.joda.time.Era", "public class Era {}");
    source("org.joda.time.DateTime", "public class DateTime { Zone zone; }");
  }

  @Test
  void aJarWithAServiceThatIsNotKnownKeepsTheEndpointsOfAllServices() throws Exception {
    endpoints();
    function("return ZooClient.create().serviceName();");

    assertThat(pruned().keySet())
        .contains("software/amazon/awssdk/regions/servicemetadata/ZooServiceMetadata.class");
  }

  @Test
  void theEndpointsOfOtherServicesAreLeftOutAndTheOthersFound() throws Exception {
    sources.keySet().removeIf(name -> name.contains(".zoo."));
    endpoints();
    source(
        "io.own.Function",
        """
        public class Function {
          public static String run() {
            return software.amazon.awssdk.regions.GeneratedServiceMetadataProvider.MAP.toString();
          }
        }
        """);

    assertThat(pruned().keySet())
        .contains("software/amazon/awssdk/regions/servicemetadata/DynamoDbServiceMetadata.class")
        .doesNotContain("software/amazon/awssdk/regions/servicemetadata/ZooServiceMetadata.class");
    assertThat(run()).isEqualTo("{dynamodb=DynamoDbServiceMetadata}");
  }

  @Test
  void namesOfLocalVariablesAreLeftOutAndAStackTraceHasItsLines() throws Exception {
    function(
        """
        String nameOfVariable = ZooClient.create().serviceName();
        return nameOfVariable + new Throwable().getStackTrace()[0].getLineNumber();""");

    byte[] function = pruned().get("io/own/Function.class");

    assertThat(new String(function, StandardCharsets.ISO_8859_1)).doesNotContain("nameOfVariable");
    assertThat(run()).isEqualTo("zoo5");
  }

  @Test
  void beansOfAPartOfMicronautThatNothingUsesAreNeitherListedNorInTheJar() throws Exception {
    micronaut();
    function("return new io.micronaut.context.Context().toString();");

    Map<String, byte[]> jar = pruned();

    assertThat(list(jar))
        .isEqualTo(
            """
            io.micronaut.context.ApplicationContextConfigurer
            io.micronaut.inject.BeanDefinitionReference
              io.micronaut.context.$Clock$Definition
              io.own.$Own$Definition
            """);
    assertThat(jar.keySet())
        .contains("io/micronaut/http/Named.class")
        .noneMatch(name -> name.startsWith("io/micronaut/http/body/"))
        .noneMatch(name -> name.startsWith("io/micronaut/scheduling/"))
        .noneMatch(name -> name.startsWith("META-INF/micronaut/"));
  }

  @Test
  void beansOfAPartOfMicronautThatTheFunctionNamesAreListedAndInTheJar() throws Exception {
    micronaut();
    function("return io.micronaut.http.Named.class.getSimpleName();");

    Map<String, byte[]> jar = pruned();

    assertThat(list(jar)).contains("io.micronaut.http.body.$Body$Definition").doesNotContain("Io");
    assertThat(jar.keySet())
        .contains("io/micronaut/http/body/$Body$Definition.class")
        .contains("io/micronaut/http/body/Body.class");
    assertThat(run()).isEqualTo("Named");
  }

  /**
   * @param named what the definition of the function's bean names
   * @param bean a bean of Micronaut that it is injected with, or that it uses
   */
  @ParameterizedTest
  @CsvSource({
    "java.util.concurrent.ExecutorService.class, scheduling.$Io$Definition",
    "java.util.concurrent.ThreadFactory.class, scheduling.$Io$Definition",
    "java.net.InetSocketAddress.class, http.converters.$Addresses$Definition",
    "java.net.ProxySelector.class, http.converters.$Addresses$Definition",
    "'\"io.micronaut.context.MessageSource\"', runtime.context.$Messages$Definition",
    "'\"io.micronaut.context.annotation.Mapper\"', runtime.context.$Messages$Definition",
    "'\"io.micronaut.core.bind.BeanPropertyBinder\"', json.bind.$Binder$Definition",
    "'\"io.micronaut.core.serialize.ObjectSerializer\"', json.bind.$Binder$Definition",
    "'\"io.micronaut.function.aws.MicronautRequestStreamHandler\"', json.bind.$Binder$Definition",
    "'\"io.micronaut.function.FunctionBean\"', http.body.$Body$Definition",
  })
  void aBeanIsListedIfATypeByWhichItIsInjectedIsNamedThoughItsPartIsNot(String named, String bean)
      throws Exception {
    micronaut();
    for (String each :
        List.of(
            "http.converters.$Addresses$Definition",
            "json.bind.$Binder$Definition",
            "runtime.context.$Messages$Definition")) {
      bean("io.micronaut." + each);
    }
    function("return java.util.concurrent.Executors.class.getSimpleName();");
    assertThat(list(pruned())).doesNotContain("io.micronaut." + bean);

    source(
        "io.own.$Own$Definition",
        "public class $Own$Definition { Object named = %s; }".formatted(named));

    assertThat(list(pruned())).contains("io.micronaut." + bean);
  }

  @Test
  void settingsInJsonAreReadThoughTheFunctionNamesNothingOfJson() throws Exception {
    micronaut();
    String loaders = "io.micronaut.jackson.core.env.";
    List<String> names =
        List.of(
            "JsonPropertySourceLoader",
            "EnvJsonPropertySourceLoader",
            "CloudFoundryVcapServicesPropertySourceLoader");
    names.forEach(name -> source(loaders + name, "public class %s {}".formatted(name)));
    files.put(
        "META-INF/services/io.micronaut.context.env.PropertySourceLoader",
        names.stream().map(name -> loaders + name + "\n").collect(Collectors.joining()));
    function("return null;");

    Map<String, byte[]> jar = pruned();

    assertThat(list(jar))
        .contains("  " + loaders + names.get(0), "  " + loaders + names.get(1))
        .doesNotContain("CloudFoundry");
    assertThat(jar).containsKey("io/micronaut/jackson/core/env/EnvJsonPropertySourceLoader.class");
  }

  @Test
  void anotherModuleOfMicronautCountsAsAUserOfTheParts() throws Exception {
    micronaut();
    sources.put(
        "own.client.Client", "package own.client; class Client extends io.micronaut.http.Named {}");
    function("return null;");

    assertThat(list(pruned())).contains("io.micronaut.http.body.$Body$Definition");
  }

  @Test
  void aBeanThatMakesAClientThatTheJarDoesNotHaveIsNotListed() throws Exception {
    micronaut();
    for (String service : List.of("zoo", "farm")) {
      String sdk = "io.micronaut.aws.sdk.v2.service." + service;
      source(
          sdk + ".$BeanConfiguration",
          "public class $BeanConfiguration { Class<?> needs() { return software.amazon.awssdk.services.%s.%s.class; } }"
              .formatted(service, service.equals("zoo") ? "ZooClient" : "FarmClient"));
      bean(sdk + ".$Factory$Sync$Definition");
      bean(sdk + ".$Factory$Async$Definition");
    }
    source("software.amazon.awssdk.services.farm.FarmClient", "public class FarmClient {}");
    absent.add("software/amazon/awssdk/services/farm/FarmClient.class");
    function("return ZooClient.create().serviceName();");

    assertThat(list(pruned()))
        .contains("service.zoo.$Factory$Sync$Definition")
        .doesNotContain("service.farm")
        .doesNotContain("Async");
  }

  @Test
  void aJarThatDoesNotReadTheListKeepsMicronautsDirectory() throws Exception {
    micronaut();
    sources.remove("io.dynamopatterns.common.start.ServiceIndex");
    function("return null;");

    assertThat(pruned())
        .containsKeys(
            "META-INF/micronaut/io.micronaut.inject.BeanDefinitionReference/io.micronaut.http.body.$Body$Definition",
            "io/micronaut/http/body/Body.class")
        .doesNotContainKey(MicronautBeans.FILE);
  }

  /** A module with a part for HTTP, of which the core names one class, and one for executors. */
  private void micronaut() {
    source("io.dynamopatterns.common.start.ServiceIndex", "public class ServiceIndex {}");
    source("io.micronaut.http.Named", "public class Named {}");
    source("io.micronaut.http.body.Body", "public class Body {}");
    source(
        "io.micronaut.context.Context",
        "public class Context { public String toString() { return new io.micronaut.http.Named() + \"\"; } }");
    bean("io.micronaut.context.$Clock$Definition");
    bean("io.micronaut.http.body.$Body$Definition");
    source(
        "io.micronaut.http.body.$Body$Definition",
        "public class $Body$Definition { Body body = new Body(); }");
    bean("io.micronaut.scheduling.$Io$Definition");
    bean("io.own.$Own$Definition");
  }

  private void bean(String definition) {
    source(
        definition,
        "public class %s {}".formatted(definition.substring(definition.lastIndexOf('.') + 1)));
    files.put("META-INF/micronaut/io.micronaut.inject.BeanDefinitionReference/" + definition, "");
  }

  private static String list(Map<String, byte[]> jar) {
    return new String(jar.get(MicronautBeans.FILE), StandardCharsets.UTF_8);
  }

  private void endpoints() {
    for (String service : List.of("DynamoDb", "Zoo")) {
      source(
          "software.amazon.awssdk.regions.servicemetadata." + service + "ServiceMetadata",
          "public class %1$sServiceMetadata { public String toString() { return \"%1$sServiceMetadata\"; } }"
              .formatted(service));
    }
    source(
        "software.amazon.awssdk.regions.GeneratedServiceMetadataProvider",
        """
        import software.amazon.awssdk.regions.servicemetadata.*;
        public class GeneratedServiceMetadataProvider {
          public static class Builder {
            private final java.util.Map<String, Object> map = new java.util.TreeMap<>();
            Builder put(String key, Object value) { map.put(key, value); return this; }
          }
          public static final java.util.Map<String, Object> MAP =
              new Builder()
                  .put("dynamodb", new DynamoDbServiceMetadata())
                  .put("zoo", new ZooServiceMetadata())
                  .map;
        }
        """);
  }

  private void function(String body) {
    source(
        "io.own.Function",
        """
        import software.amazon.awssdk.services.zoo.*;
        import software.amazon.awssdk.services.zoo.model.*;
        public class Function { public static String run() { %s } }
        """
            .formatted(body));
  }

  private void source(String name, String text) {
    int dot = name.lastIndexOf('.');
    sources.put(name, "package " + name.substring(0, dot) + ";\n" + text);
  }

  private Path jar() {
    return directory.resolve("function.jar");
  }

  /** Compiles, packages and prunes; returns the jar's classes. */
  private Map<String, byte[]> pruned() throws Exception {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none", "-g"));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = directory.resolve("src").resolve(source.getKey().replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      arguments.add(Files.writeString(file, source.getValue()).toString());
    }
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    Path input = directory.resolve("input.jar");
    Path micronaut = directory.resolve("micronaut-http-4.0.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(input));
        ZipOutputStream module = new ZipOutputStream(Files.newOutputStream(micronaut));
        Stream<Path> all = Files.walk(classes)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        String name = classes.relativize(file).toString();
        if (absent.contains(name)) {
          continue;
        }
        add(name.startsWith("io/micronaut/") ? module : zip, name, Files.readAllBytes(file));
      }
      for (Map.Entry<String, String> file : files.entrySet()) {
        add(zip, file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    List<File> jars = List.of(input.toFile(), micronaut.toFile());
    Pruning pruning = Pruning.of(JarClasses.read(jars, List.of()));
    Path changed = directory.resolve("changed.jar");
    pruning.writeChanged(changed);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar()))) {
      for (File jar : jars) {
        for (Map.Entry<String, byte[]> entry : entries(jar).entrySet()) {
          if (!pruning.isRemoved(entry.getKey()) && !pruning.isChanged(entry.getKey())) {
            add(zip, entry.getKey(), entry.getValue());
          }
        }
      }
      for (Map.Entry<String, byte[]> entry : entries(changed.toFile()).entrySet()) {
        add(zip, entry.getKey(), entry.getValue());
      }
    }
    return entries(jar().toFile());
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private static Map<String, byte[]> entries(File jar) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(jar)) {
      zip.stream()
          .filter(entry -> !entry.isDirectory())
          .forEach(
              entry -> {
                try {
                  entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
    return entries;
  }

  private String run() throws Exception {
    try (URLClassLoader loader = loader()) {
      return (String) loader.loadClass("io.own.Function").getMethod("run").invoke(null);
    }
  }

  private List<String> methods(String type) throws Exception {
    try (URLClassLoader loader = loader()) {
      return Stream.of(loader.loadClass(type).getDeclaredMethods())
          .filter(method -> !method.isSynthetic())
          .map(java.lang.reflect.Method::getName)
          .toList();
    }
  }

  /** Loads the jar's classes with nothing but the JDK beside them, so that all are verified. */
  private URLClassLoader loader() throws IOException {
    return new URLClassLoader(
        new URL[] {jar().toUri().toURL()}, ClassLoader.getPlatformClassLoader());
  }
}
