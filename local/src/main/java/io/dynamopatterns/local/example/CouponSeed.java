package io.dynamopatterns.local.example;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Coupons to look at while the app is up. On one day they are the same at each start. */
public final class CouponSeed {
  private static final int ENDS_SOON_HOURS = 30;
  private static final int ENDS_HOURS = 24 * 14;

  private static final List<Promotion> PROMOTIONS =
      List.of(
          new Promotion(
              "Bakery on the corner", "Two rolls for one", "Until noon.", 52.5201, 13.4049, 300, 4),
          new Promotion("Café Mitte", "Free espresso", "With any cake.", 52.5225, 13.4021, 120, 2),
          new Promotion(
              "Book corner", "5 € off a novel", "One for each reader.", 52.5187, 13.4093, 40, 1),
          new Promotion(
              "Bike repair", "Brake check", "No appointment needed.", 52.5166, 13.3988, 25, 1));

  private static final Promotion OVER =
      new Promotion(
          "Florist at the bridge", "Tulips, ten for five", "It is over.", 52.5212, 13.4101, 50, 1);

  private CouponSeed() {}

  /**
   * @param endpoint of the app
   * @param now decides the day
   */
  public static void plant(URI endpoint, Instant now) throws IOException, InterruptedException {
    CouponApp app = new CouponApp(endpoint);
    Instant day = now.truncatedTo(ChronoUnit.DAYS);
    int number = 0;
    for (Promotion promotion : PROMOTIONS) {
      int hours = number == 0 ? ENDS_SOON_HOURS : ENDS_HOURS;
      app.create(promotion, key(day, number), day.plus(hours, ChronoUnit.HOURS));
      number++;
    }
    app.end(app.create(OVER, key(day, number), day.plus(ENDS_HOURS, ChronoUnit.HOURS)));
  }

  private static String key(Instant day, int number) {
    return "seed-%s-%d".formatted(day.toString().substring(0, "2026-11-29".length()), number);
  }
}
