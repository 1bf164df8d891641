package io.dynamopatterns.examples.coupons.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.common.client.WriteRegionException;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.versioned.WriteFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;

/** Which request is answered by what. Every caller must be signed in. */
public final class Routes {
  private final List<Route> routes = new ArrayList<>();

  /** Answers a request. */
  @FunctionalInterface
  public interface Action {
    ApiAnswer answer(ApiRequest request, Call call);
  }

  private record Route(String method, List<String> path, Action action) {}

  /**
   * Adds a route.
   *
   * @param path with {@code *} for a part that may be anything, such as {@code /api/coupons/*}
   */
  public Routes add(String method, String path, Action action) {
    routes.add(new Route(method, List.of(path.split("/", -1)), action));
    return this;
  }

  /**
   * Answers a request, also where it can't be served. Any other exception is a fault of the
   * program, which Lambda reports as an error.
   */
  public APIGatewayV2HTTPResponse answer(APIGatewayV2HTTPEvent event, Call call) {
    ApiAnswer answer;
    try {
      ApiRequest request = ApiRequest.of(event);
      answer = route(request).action().answer(request, call);
    } catch (Problem e) {
      answer = problem(e, call);
    } catch (BadRequestException e) {
      answer = new Problem(Problem.Code.BAD_REQUEST, e.getMessage()).answer();
    } catch (WriteRegionException e) {
      answer = problem(Problem.readOnlyRegion(e), call);
    } catch (SdkException | WriteFailedException | NotDoneException e) {
      answer = problem(Problem.tryAgain(e), call);
    }
    return answer.response();
  }

  private static ApiAnswer problem(Problem problem, Call call) {
    if (problem.isOfTheService()) {
      call.telemetry().count("NotServed", 1);
      call.telemetry().error("request not served", problem.getCause());
    }
    return problem.answer();
  }

  private Route route(ApiRequest request) {
    List<Route> here = routes.stream().filter(route -> request.isAt(route.path())).toList();
    if (here.isEmpty()) {
      throw new Problem(Problem.Code.NOT_FOUND, "there is nothing at this path");
    }
    return here.stream()
        .filter(route -> route.method().equals(request.method()))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.notAllowed(
                    here.stream().map(Route::method).collect(Collectors.joining(", "))));
  }
}
