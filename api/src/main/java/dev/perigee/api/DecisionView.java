package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/// One decision and why it was taken.
///
/// @param decisionId such as `d-0-42`
/// @param planId such as `p-0-42`; empty if no plan came of it
/// @param utc when
public record DecisionView(
    String decisionId,
    String planId,
    String utc,
    String policy,
    long snapshotVersion,
    String tenant,
    String function,
    String question,
    List<CandidateView> candidates,
    int candidatesOmitted,
    List<ChosenView> chosen,
    BoundView bound)
    implements Wire {

  /// A node that was looked at.
  public record CandidateView(String node, boolean feasible, double score, String reason) {}

  /// What came out.
  ///
  /// @param outcome what the node made of it: `accepted`, `refused: ` and why, or empty if that is
  ///   not known
  public record ChosenView(
      String node,
      int version,
      int workers,
      int memoryMb,
      int cpuMilli,
      long keepAliveMs,
      String outcome) {}

  /// How far from the best possible the choice can be; values that are not numbers are left out.
  public record BoundView(String metric, double value, double lowerBound) {}

  public DecisionView {
    candidates = List.copyOf(candidates);
    chosen = List.copyOf(chosen);
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("decisionId", decisionId);
    json.writeStringField("planId", planId);
    json.writeStringField("utc", utc);
    json.writeStringField("policy", policy);
    json.writeNumberField("snapshotVersion", snapshotVersion);
    json.writeStringField("tenant", tenant);
    json.writeStringField("function", function);
    json.writeStringField("question", question);
    json.writeArrayFieldStart("candidates");
    for (CandidateView candidate : candidates) {
      write(json, candidate);
    }
    json.writeEndArray();
    json.writeNumberField("candidatesOmitted", candidatesOmitted);
    json.writeArrayFieldStart("chosen");
    for (ChosenView placement : chosen) {
      write(json, placement);
    }
    json.writeEndArray();
    writeBound(json);
    json.writeEndObject();
  }

  private void writeBound(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("bound");
    json.writeStringField("metric", bound.metric());
    number(json, "value", bound.value());
    number(json, "lowerBound", bound.lowerBound());
    number(json, "gap", bound.value() - bound.lowerBound());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, CandidateView candidate) throws IOException {
    json.writeStartObject();
    json.writeStringField("node", candidate.node());
    json.writeBooleanField("feasible", candidate.feasible());
    number(json, "score", candidate.score());
    json.writeStringField("reason", candidate.reason());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, ChosenView chosen) throws IOException {
    json.writeStartObject();
    json.writeStringField("node", chosen.node());
    json.writeNumberField("version", chosen.version());
    json.writeNumberField("workers", chosen.workers());
    json.writeNumberField("memoryMb", chosen.memoryMb());
    json.writeNumberField("cpuMilli", chosen.cpuMilli());
    json.writeNumberField("keepAliveS", Numbers.thousandths(chosen.keepAliveMs()));
    json.writeStringField("outcome", chosen.outcome());
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, String name, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumberField(name, value);
    }
  }
}
