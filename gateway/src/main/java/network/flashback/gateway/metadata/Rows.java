package network.flashback.gateway.metadata;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Many rows as the parameters of one statement: an array for each column, which `unnest` makes
/// rows of again. Straight on JDBC, because these statements are in the way of every write.
final class Rows<T> implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement statement;
  private final List<T> rows;
  private int parameter;

  private Rows(Connection connection, PreparedStatement statement, List<T> rows) {
    this.connection = connection;
    this.statement = statement;
    this.rows = rows;
  }

  /// A statement whose parameters are columns of these rows, to be given in their order.
  static <T> Rows<T> of(List<T> rows, Connection connection, String sql) throws SQLException {
    return new Rows<>(connection, connection.prepareStatement(sql), rows);
  }

  /// More parameters of the same statement, from other rows.
  <S> Rows<S> then(List<S> others) {
    var next = new Rows<S>(connection, statement, others);
    next.parameter = parameter;
    return next;
  }

  Rows<T> texts(Function<T, @Nullable String> column) throws SQLException {
    return add("text", rows.stream().map(column).toArray(String[]::new));
  }

  Rows<T> bytes(Function<T, byte @Nullable []> column) throws SQLException {
    return add("bytea", rows.stream().map(column).toArray(byte[][]::new));
  }

  Rows<T> ids(Function<T, @Nullable UUID> column) throws SQLException {
    return add("uuid", rows.stream().map(column).toArray(UUID[]::new));
  }

  Rows<T> numbers(Function<T, @Nullable Long> column) throws SQLException {
    return add("int8", rows.stream().map(column).toArray(Long[]::new));
  }

  Rows<T> decimals(Function<T, BigDecimal> column) throws SQLException {
    return add("numeric", rows.stream().map(column).toArray(BigDecimal[]::new));
  }

  /// A parameter that is the same for all rows.
  Rows<T> value(Object value) throws SQLException {
    statement.setObject(++parameter, value);
    return this;
  }

  private Rows<T> add(String type, Object[] column) throws SQLException {
    Array array = connection.createArrayOf(type, column);
    statement.setArray(++parameter, array);
    return this;
  }

  int update() throws SQLException {
    return statement.executeUpdate();
  }

  ResultSet query() throws SQLException {
    return statement.executeQuery();
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
