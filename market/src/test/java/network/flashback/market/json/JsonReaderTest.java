package network.flashback.market.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import network.flashback.domain.Refused;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.evm.Keccak256;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bodies become records, or say which field is at fault.
class JsonReaderTest {
  /// A body with something of everything.
  record Box(
      @Meaning("Its number.") long number,
      BigInteger amount,
      @Nullable String note,
      List<Inner> inner) {}

  /// A body inside a body.
  record Inner(int count) {}

  @Test
  void numbersMayBeWrittenAsDigitsOrAsText() {
    var box =
        read("{\"number\":\"7\",\"amount\":\"18446744073709551616\",\"inner\":[{\"count\":1}]}");

    assertThat(box).isEqualTo(new Box(7, BigInteger.TWO.pow(64), null, List.of(new Inner(1))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"number":1,"amount":"1","inner":[],"x":2}      | x
          {"amount":"1","inner":[]}                       | number
          {"number":-1,"amount":"1","inner":[]}           | number
          {"number":1.5,"amount":"1","inner":[]}          | number
          {"number":1e3,"amount":"1","inner":[]}          | number
          {"number":99999999999999999999,"amount":"1","inner":[]} | number
          {"number":1,"amount":"one","inner":[]}          | amount
          {"number":1,"amount":"1","inner":{}}            | inner
          {"number":1,"amount":"1","inner":[{"count":"x"}]} | inner[0].count
          {"number":1,"amount":"1","inner":[3]}           | inner[0]
          {"number":1,"amount":"1","inner":[],"note":4}   | note
          {"number":1,"number":2,"amount":"1","inner":[]} | body
          {"number":1,                                    | body
          [1]                                             | body
          """)
  void whatDoesNotFitIsRefusedByItsName(String json, String field) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.field()).isEqualTo(field);
              assertThat(refused.reason()).isNotBlank();
              assertThat(refused.remedy()).isNotBlank();
            });
  }

  @Test
  void deepNestingIsRefusedBeforeItCosts() {
    assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(Refused.class);
  }

  @Test
  void rulesOfTheRecordAreReportedWithThePlaceOfTheField() {
    assertThatThrownBy(
            () ->
                JsonReader.read(
                    QualityTarget.class,
                    "{\"uptimeBps\":10001,\"latencyMillisMax\":1,\"throughputKibMin\":0,\"errorBpsMax\":0}"
                        .getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.field()).isEqualTo("uptimeBps"));
  }

  @Test
  void whatIsWrittenReadsBackTheSame() {
    var box = new Box(1L << 40, BigInteger.TEN.pow(30), "words", List.of(new Inner(2)));

    assertThat(read(JsonWriter.text(box))).isEqualTo(box);
  }

  @Test
  void canonicalTextIsSortedAndWithoutSpaceSoThatAnyoneCanHashIt() {
    var quality = new QualityTarget(9_995, 1_000, 0, 100);
    var text =
        "{\"errorBpsMax\":100,\"latencyMillisMax\":1000,\"throughputKibMin\":0,\"uptimeBps\":9995}";

    assertThat(CanonicalJson.of(quality)).isEqualTo(text);
    assertThat(CanonicalJson.hash(quality)).isEqualTo(Keccak256.hash(text));
  }

  private static Box read(String json) {
    return JsonReader.read(Box.class, json.getBytes(StandardCharsets.UTF_8));
  }
}
