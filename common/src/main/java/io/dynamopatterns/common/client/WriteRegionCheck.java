package io.dynamopatterns.common.client;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.order.Ordered;
import io.micronaut.inject.BeanDefinition;
import jakarta.inject.Singleton;
import software.amazon.awssdk.core.SdkClient;

/**
 * Refuses a client bean without the check of {@link WriteRegion}, for example one whose factory
 * replaces the settings of the injected builder: it would write in each Region. An implementation
 * of a client that does not report its interceptors is accepted.
 */
@Singleton
final class WriteRegionCheck implements BeanCreatedEventListener<SdkClient>, Ordered {
  private final ClientSettings settings;

  WriteRegionCheck(ClientSettings settings) {
    this.settings = settings;
  }

  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
  }

  @Override
  public SdkClient onCreated(BeanCreatedEvent<SdkClient> event) {
    SdkClient client = event.getBean();
    if (settings.writeRegion().isPresent()
        && !Interceptors.include(WriteRegion.class, client, true)) {
      throw new WriteRegionException(
          "The client of %s that %s makes is without the check of environment variable %s, so it would write in each Region. Add to the injected builder's settings, with overrideConfiguration().toBuilder(), or give the client a WriteRegion as an interceptor"
              .formatted(
                  client.serviceName(), maker(event.getBeanDefinition()), WriteRegion.VARIABLE));
    }
    return client;
  }

  /** The factory, if there is one. */
  private static String maker(BeanDefinition<?> definition) {
    return definition.getDeclaringType().map(Class::getName).orElse(definition.getName());
  }
}
