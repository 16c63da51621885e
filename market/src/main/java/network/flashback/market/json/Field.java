package network.flashback.market.json;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.OfferTerms;
import org.jspecify.annotations.Nullable;

/// One field of a body: a component of the record that stands for it.
///
/// @param words whether numbers are decimal strings, as in everything that is signed for the chain
record Field(
    RecordComponent component, String name, boolean optional, boolean words, String meaning) {
  static List<Field> of(Class<?> body) {
    var words = body.getPackage().equals(OfferTerms.class.getPackage());
    return Arrays.stream(body.getRecordComponents())
        .map(component -> of(component, words))
        .toList();
  }

  private static Field of(RecordComponent component, boolean words) {
    var meaning = Optional.ofNullable(component.getAnnotation(Meaning.class));
    var name = meaning.map(Meaning::name).filter(text -> !text.isEmpty());
    return new Field(
        component,
        name.orElse(component.getName()),
        component.getAnnotatedType().isAnnotationPresent(Nullable.class),
        words,
        meaning.map(Meaning::value).orElse(""));
  }

  Type type() {
    return component.getGenericType();
  }

  @Nullable Object of(Record body) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(body);
    } catch (ReflectiveOperationException broken) {
      throw new IllegalStateException("field " + name + " of " + body.getClass(), broken);
    }
  }
}
