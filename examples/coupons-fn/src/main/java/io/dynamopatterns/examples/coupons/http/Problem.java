package io.dynamopatterns.examples.coupons.http;

import java.util.Map;

/**
 * Why a request is not served, for the caller.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, Problem Details for HTTP APIs</a>
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Which problem it is, for programs. */
  public enum Code {
    BAD_REQUEST(400, "Bad request"),
    UNAUTHENTICATED(401, "Not signed in"),
    FORBIDDEN(403, "Not allowed"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    ALREADY_REDEEMED(409, "Already redeemed"),
    NOT_STARTED(409, "Not started"),
    NOT_OPEN(409, "Not open yet"),
    ENDED(410, "Ended"),
    SOLD_OUT(410, "Sold out"),
    IDEMPOTENCY_KEY_REUSED(422, "Another request with the same Idempotency-Key"),
    TRY_AGAIN(503, "Try again"),
    READ_ONLY_REGION(503, "This Region only reads");

    private final int status;
    private final String title;

    Code(int status, String title) {
      this.status = status;
      this.title = title;
    }
  }

  private final Code code;
  private final transient Map<String, String> headers;

  public Problem(Code code, String detail) {
    this(code, detail, Map.of());
  }

  private Problem(Code code, String detail, Map<String, String> headers) {
    super(detail);
    this.code = code;
    this.headers = headers;
  }

  /** It is unknown whether it was done: the same request finds out, or does it. */
  public static Problem tryAgain(Throwable cause) {
    Problem problem =
        new Problem(
            Code.TRY_AGAIN,
            "send the same request again, with the same Idempotency-Key",
            Map.of("Retry-After", "1"));
    problem.initCause(cause);
    return problem;
  }

  /**
   * The function runs in a Region that only reads. This attempt stored nothing. An earlier one may
   * have, in the Region that writes: it is found here when its writes have arrived.
   */
  static Problem readOnlyRegion(Throwable cause) {
    Problem problem =
        new Problem(
            Code.READ_ONLY_REGION,
            "this attempt stored nothing, because another Region writes: send the same request"
                + " there, or here when this Region writes",
            Map.of("Retry-After", "60"));
    problem.initCause(cause);
    return problem;
  }

  static Problem notAllowed(String allowed) {
    return new Problem(
        Code.METHOD_NOT_ALLOWED, "allowed here: " + allowed, Map.of("Allow", allowed));
  }

  public Code code() {
    return code;
  }

  /** Whether the request is right and is not served now: operators are to see it. */
  boolean isOfTheService() {
    return code.status >= 500;
  }

  ApiAnswer answer() {
    return ApiAnswer.problem(
        code.status,
        json -> {
          json.writeStringField("type", "about:blank");
          json.writeStringField("title", code.title);
          json.writeNumberField("status", code.status);
          json.writeStringField("code", code.name());
          json.writeStringField("detail", getMessage());
        },
        headers);
  }
}
