package io.dynamopatterns.common.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageCursorTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=";

  @Test
  void aCursorLeadsBackToItsPositionInItsScopeAlone() {
    PageCursor cursors = PageCursor.checked();
    String cursor = cursors.encode("scope", "position");

    assertThat(cursors.decode(cursor, "scope")).contains("position");
    assertThat(cursors.decode(cursor, "other")).isEmpty();
    assertThat(cursors.decode(cursor, "scopep")).isEmpty();
    assertThat(cursors.decode(cursors.encode("scopep", "osition"), "scope")).isEmpty();
  }

  @Test
  void noCharacterOfACursorCanBeChangedAddedOrRemoved() {
    PageCursor cursors = PageCursor.checked();
    String cursor = cursors.encode("scope", "2026-11-20");

    for (int i = 0; i < cursor.length(); i++) {
      for (char other : ALPHABET.toCharArray()) {
        if (other != cursor.charAt(i)) {
          assertThat(
                  cursors.decode(cursor.substring(0, i) + other + cursor.substring(i + 1), "scope"))
              .isEmpty();
        }
      }
      assertThat(cursors.decode(cursor.substring(0, i), "scope")).isEmpty();
      assertThat(cursors.decode(cursor + cursor.charAt(i), "scope")).isEmpty();
    }
  }

  @Test
  void whatWasNeverACursorIsNone() {
    for (String junk : List.of("", "A", "====", "ä", "2026", "A".repeat(1000))) {
      assertThat(PageCursor.checked().decode(junk, "scope")).isEmpty();
    }
  }

  @Test
  void aSignedCursorNeedsTheSecret() {
    byte[] secret = new byte[32];
    PageCursor signed = PageCursor.signed(secret);
    byte[] otherSecret = secret.clone();
    otherSecret[31] = 1;

    assertThat(signed.decode(signed.encode("scope", "position"), "scope")).contains("position");
    assertThat(signed.decode(PageCursor.checked().encode("scope", "position"), "scope")).isEmpty();
    assertThat(PageCursor.signed(otherSecret).decode(signed.encode("scope", "p"), "scope"))
        .isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> PageCursor.signed(new byte[31]));
  }
}
