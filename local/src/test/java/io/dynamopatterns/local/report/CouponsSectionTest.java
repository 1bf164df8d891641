package io.dynamopatterns.local.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.local.report.CouponsSection.Redeemed;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CouponsSectionTest {
  private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

  /** Two coupons, which three people want. */
  private final Redeemed promotion = new Redeemed("c1", "Café", 2, 3);

  private static ObjectNode redemption(String id) {
    return JsonNodeFactory.instance.objectNode().put("redemptionId", id);
  }

  private static ObjectNode totals(int stock, int redeemed, int left) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("stock", stock)
        .put("redeemed", redeemed)
        .put("left", left);
  }

  private void sell() {
    promotion.answered("ada", 201, "", redemption("r1"));
    promotion.answered("bob", 201, "", redemption("r2"));
    promotion.answered("cyd", 410, "SOLD_OUT", NOTHING);
    promotion.sums("the stock", totals(2, 2, 0));
  }

  private List<String> problems(long stored, long changes) {
    return problems(stored, changes, Set.of("c9"));
  }

  private List<String> problems(long stored, long changes, Set<String> expired) {
    return new CouponsSection(List.of(promotion), Set.of("c9"))
        .figures(Map.of("c1", stored), changes, expired)
        .problems();
  }

  @Test
  void aPromotionThatAddsUpHasNoProblem() {
    sell();
    promotion.repeated(201, redemption("r1"), 201, redemption("r1"));
    promotion.triedAgain("ALREADY_REDEEMED");

    assertThat(problems(2, 2)).isEmpty();
  }

  @Test
  void moreRedemptionsThanCouponsAreAProblem() {
    sell();
    promotion.answered("dan", 201, "", redemption("r3"));

    assertThat(problems(3, 3))
        .contains("Café: 3 of 2 coupons were redeemed by 3 people")
        .anyMatch(problem -> problem.contains("3 were redeemed of 2, the stock says"));
  }

  /** The run has no coupon to look at, and must end with its problems. */
  @Test
  void aPromotionOfWhichAllRedemptionsFailedHasNoAnswerAndAProblem() {
    promotion.answered("ada", 503, "TRY_AGAIN", NOTHING);

    assertThat(promotion.anyAnswer()).isEmpty();
    assertThat(problems(0, 0)).contains("Café: 0 of 2 coupons were redeemed by 3 people");
  }

  @Test
  void aRedemptionThatIsAnsweredAndNotStoredIsAProblem() {
    sell();

    assertThat(problems(1, 2))
        .containsExactly(
            "Café: the table has 1 redemptions, 2 people were answered that they have one");
  }

  @Test
  void aChangeOfARedemptionIsAProblem() {
    sell();

    assertThat(problems(2, 3))
        .containsExactly("the stream of redemptions has 3 changes of 2 redemptions");
  }

  @Test
  void stockThatIsGoneWithoutARedemptionIsAProblem() {
    sell();
    promotion.sums("the stock", totals(2, 2, -1));

    assertThat(problems(2, 2)).hasSize(1);
  }

  @Test
  void aRepeatedRequestWithAnotherAnswerAndASecondCouponAreProblems() {
    sell();
    promotion.repeated(201, redemption("r1"), 201, redemption("r9"));
    promotion.triedAgain("");

    assertThat(problems(2, 2))
        .containsExactly(
            "a repeated request of c1 was answered 201",
            "a second redemption of c1 was answered ''");
  }

  @Test
  void sumsOfAReportThatDifferAndACouponThatIsNotShownAreProblems() {
    sell();
    promotion.sums("the report", totals(2, 1, 1));
    promotion.shown("the list", true);
    promotion.shown("the page", false);

    assertThat(problems(2, 2))
        .hasSize(2)
        .contains("the page does not show c1")
        .anyMatch(problem -> problem.contains("2 were redeemed of 2, the report says"));
  }

  @Test
  void anExpiryThatIsNotPublishedAndAnEndThatIsPublishedAsOneAreProblems() {
    sell();

    assertThat(problems(2, 2, Set.of())).hasSize(1);
    assertThat(problems(2, 2, Set.of("c1", "c9"))).hasSize(1);
    assertThat(problems(2, 2, Set.of("c1")))
        .containsExactly("CouponExpired was published of [c1], and [c9] have expired");
  }

  @Test
  void anAnswerThatIsNeitherARedemptionNorSoldOutIsAProblem() {
    sell();
    promotion.answered("eve", 500, "", NOTHING);

    assertThat(problems(2, 2)).containsExactly("500 ");
  }
}
