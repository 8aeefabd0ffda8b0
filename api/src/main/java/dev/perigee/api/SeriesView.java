package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/// Energy, carbon and money over time: one number per bucket, oldest first.
///
/// @param fromUtc start of the first bucket; empty if the ledger is
/// @param toUtc how far the ledger has got, in the last bucket
/// @param rows the largest by energy
/// @param others all the rest added up, `othersCount` of them
/// @param unattributedMicroJ energy of all nodes that is nobody's
public record SeriesView(
    String span,
    String by,
    int bucketS,
    String fromUtc,
    String toUtc,
    List<Row> rows,
    Row others,
    int othersCount,
    long[] unattributedMicroJ)
    implements Wire {

  /// @param unattributedMicroJ of a node; of a function zeros
  public record Row(
      String key,
      long[] energyMicroJ,
      long[] carbonNanoGramsCo2e,
      long[] costPicoUsd,
      long[] unattributedMicroJ) {

    private void write(JsonGenerator json, boolean ofNode) throws IOException {
      json.writeStartObject();
      json.writeStringField("key", key);
      Numbers.micros(json, "energyJ", energyMicroJ);
      Numbers.nanos(json, "carbonGrams", carbonNanoGramsCo2e);
      Numbers.picos(json, "costUsd", costPicoUsd);
      if (ofNode) {
        Numbers.micros(json, "unattributedJ", unattributedMicroJ);
      }
      json.writeEndObject();
    }
  }

  public SeriesView {
    rows = List.copyOf(rows);
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    boolean ofNodes = by.equals("node");
    json.writeStartObject();
    json.writeStringField("span", span);
    json.writeStringField("by", by);
    json.writeNumberField("bucketS", bucketS);
    json.writeStringField("fromUtc", fromUtc);
    json.writeStringField("toUtc", toUtc);
    json.writeArrayFieldStart("rows");
    for (Row row : rows) {
      row.write(json, ofNodes);
    }
    json.writeEndArray();
    if (othersCount > 0) {
      json.writeNumberField("othersCount", othersCount);
      json.writeFieldName("others");
      others.write(json, ofNodes);
    }
    Numbers.micros(json, "unattributedJ", unattributedMicroJ);
    json.writeEndObject();
  }
}
