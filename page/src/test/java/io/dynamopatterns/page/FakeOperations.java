package io.dynamopatterns.page;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One operation that answers its request. */
class FakeOperations implements PageTasks {
  final List<String> calls = new CopyOnWriteArrayList<>();
  volatile TaskException fails;

  @Override
  public List<String> names() {
    return List.of("echo");
  }

  @Override
  public String call(String name, String request) throws TaskException {
    calls.add(request);
    if (fails != null) {
      throw fails;
    }
    return request;
  }
}
