package dev.perigee.fabric.resource;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A connection with its prepared statements. For one thread at a time.
final class Sql {
  /// Makes a value of the current row.
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Sql(Connection connection) {
    this.connection = connection;
  }

  /// Returns how many rows it changed.
  int update(String sql, Object... values) throws SQLException {
    return bound(sql, values).executeUpdate();
  }

  <T> List<T> all(String sql, Row<T> maker, Object... values) throws SQLException {
    List<T> found = new ArrayList<>();
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      while (rows.next()) {
        found.add(maker.of(rows));
      }
    }
    return found;
  }

  <T> Optional<T> one(String sql, Row<T> maker, Object... values) throws SQLException {
    return all(sql, maker, values).stream().findFirst();
  }

  long lastId() throws SQLException {
    return one("SELECT last_insert_rowid()", row -> row.getLong(1)).orElseThrow();
  }

  private PreparedStatement bound(String sql, Object... values) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setLong(i + 1, number);
        case Object text -> statement.setString(i + 1, text.toString());
      }
    }
    return statement;
  }

  void close() throws SQLException {
    connection.close();
  }
}
