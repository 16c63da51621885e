package network.flashback.app.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import network.flashback.app.setup.Interview.Question;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InterviewTest {
  private static final Question PORT =
      new Question("--port", "Port", "Where it listens.", Optional.of("9101"));

  private final StringWriter told = new StringWriter();

  @Test
  void aPersonIsAskedAgainUntilTheAnswerMakesSenseAndIsToldWhy() {
    assertThat(person("99999", "http", "80").ask(PORT, null, Readings::port)).isEqualTo(80);
    assertThat(told.toString())
        .contains("Where it listens.")
        .contains("\"99999\" is no port")
        .contains("\"http\" is no port");
  }

  @Test
  void anEmptyAnswerIsTheDefaultAndAnOptionIsNotAskedFor() {
    assertThat(person("").ask(PORT, null, Readings::port)).isEqualTo(9101);
    assertThat(person().ask(PORT, "70", Readings::port)).isEqualTo(70);
    assertThat(nobody().ask(PORT, null, Readings::port)).isEqualTo(9101);
  }

  @Test
  void withoutAPersonWhatHasNoDefaultNamesItsOption() {
    var region = new Question("--region", "Region", "Where it stands.", Optional.empty());
    assertThatThrownBy(() -> nobody().ask(region, null, text -> text))
        .hasMessage("Region is not known. Where it stands. Give it with --region.");
    assertThatThrownBy(() -> nobody().ask(PORT, "0", Readings::port))
        .hasMessageStartingWith("--port: \"0\" is no port");
  }

  @Test
  void whoGoesAwayLeavesNothingWritten() {
    assertThatThrownBy(() -> person().ask(PORT, null, Readings::port))
        .hasMessageContaining("Nothing was written");
  }

  @Test
  void aNewPassphraseIsTypedTwiceAlike() {
    assertThat(person("one", "two", "three", "three").newSecret("the owner"))
        .hasValueSatisfying(secret -> assertThat(new String(secret)).isEqualTo("three"));
    assertThat(told.toString()).contains("not the same").doesNotContain("three");
    assertThat(person("").newSecret("the owner")).isEmpty();
    assertThat(nobody().newSecret("the owner")).isEmpty();
  }

  @Test
  void roomIsWrittenAsPeopleWriteIt() {
    assertThat(RoomSize.parse("500GiB")).isEqualTo(500L << 30);
    assertThat(RoomSize.parse("2 TB")).isEqualTo(2_000_000_000_000L);
    assertThat(RoomSize.parse("1.5MiB")).isEqualTo(1_572_864);
    assertThat(RoomSize.parse("4096")).isEqualTo(4096);
    assertThat(RoomSize.parse(RoomSize.words(465L << 30))).isEqualTo(465L << 30);
    for (var wrong : new String[] {"", "0", "much", "-1", "1 XB", "9999999 PiB"}) {
      assertThatThrownBy(() -> RoomSize.parse(wrong)).hasMessageContaining("\"" + wrong + "\"");
    }
  }

  private Interview nobody() {
    return new Interview(Optional.empty(), new PrintWriter(told, true));
  }

  private Interview person(String... answers) {
    return new Interview(
        Optional.of(new Typed(new ArrayDeque<>(Arrays.asList(answers)))),
        new PrintWriter(told, true));
  }

  /// Answers prepared beforehand.
  private record Typed(Queue<String> answers) implements Terminal {
    @Override
    public @Nullable String line(String prompt) {
      return answers.poll();
    }

    @Override
    public char @Nullable [] secret(String prompt) {
      var answer = answers.poll();
      return answer == null ? null : answer.toCharArray();
    }
  }
}
