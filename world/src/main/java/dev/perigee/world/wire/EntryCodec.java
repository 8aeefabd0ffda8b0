package dev.perigee.world.wire;

import dev.perigee.model.ledger.Carbon;
import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Money;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.ledger.Phases;
import dev.perigee.model.ledger.Quality;
import java.util.UUID;

/// One entry of the ledger as bytes: the one that an answer carries.
final class EntryCodec {
  private EntryCodec() {}

  static void write(WireWriter out, UUID id) {
    out.fixed(id.getMostSignificantBits());
    out.fixed(id.getLeastSignificantBits());
  }

  static UUID readUuid(WireReader in) {
    return new UUID(in.fixed(), in.fixed());
  }

  static void write(WireWriter out, LedgerEntry e) {
    write(out, e.invocationId());
    out.text(e.tenant());
    out.text(e.function());
    out.number(e.version());
    out.text(e.node());
    out.fixed(e.startedUtcNs());
    out.octet(e.outcome().ordinal());
    out.flag(e.coldStart());
    write(out, e.phases());
    out.number(e.memoryMb());
    out.number(e.cpuNs());
    out.number(e.bytesIn());
    out.number(e.bytesOut());
    write(out, e.energy());
    write(out, e.carbon());
    write(out, e.money());
    out.octet(e.quality().ordinal());
    out.flag(e.settled());
    out.real(e.intensityGramsPerKwh());
    out.real(e.pue());
    out.fixed(e.planId());
    out.fixed(e.decisionId());
  }

  static LedgerEntry read(WireReader in) {
    return new LedgerEntry(
        readUuid(in),
        in.text(),
        in.text(),
        in.integer(),
        in.text(),
        in.fixed(),
        in.oneOf(Outcome.values()),
        in.flag(),
        readPhases(in),
        in.integer(),
        in.number(),
        in.number(),
        in.number(),
        readEnergy(in),
        new Carbon(in.number(), in.number(), in.number()),
        new Money(in.number(), in.number(), in.number(), in.number(), in.number()),
        in.oneOf(Quality.values()),
        in.flag(),
        in.real(),
        in.real(),
        in.fixed(),
        in.fixed());
  }

  private static void write(WireWriter out, Phases p) {
    out.number(p.queueNs());
    out.number(p.placeNs());
    out.number(p.fetchNs());
    out.number(p.sandboxNs());
    out.number(p.initNs());
    out.number(p.handlerNs());
  }

  private static Phases readPhases(WireReader in) {
    return new Phases(in.number(), in.number(), in.number(), in.number(), in.number(), in.number());
  }

  private static void write(WireWriter out, Energy e) {
    out.number(e.cpuMicroJ());
    out.number(e.memoryMicroJ());
    out.number(e.gpuMicroJ());
    out.number(e.networkMicroJ());
    out.number(e.idleMicroJ());
    out.number(e.platformMicroJ());
  }

  private static Energy readEnergy(WireReader in) {
    return new Energy(in.number(), in.number(), in.number(), in.number(), in.number(), in.number());
  }

  private static void write(WireWriter out, Carbon c) {
    out.number(c.operationNanoGramsCo2e());
    out.number(c.transmissionNanoGramsCo2e());
    out.number(c.embodiedNanoGramsCo2e());
  }

  private static void write(WireWriter out, Money m) {
    out.number(m.invocationPicoUsd());
    out.number(m.computePicoUsd());
    out.number(m.transferPicoUsd());
    out.number(m.statePicoUsd());
    out.number(m.servicesPicoUsd());
  }
}
