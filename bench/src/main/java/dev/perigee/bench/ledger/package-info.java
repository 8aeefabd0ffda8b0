/// An independent checker of ledgers: reads what `GET /v1/ledger` answers with a JSON reader of its
/// own and recomputes what must hold, with numbers of its own:
///
/// - energyJ = cpuJ + memoryJ + gpuJ + networkJ + idleJ + platformJ (exact in micro-joules)
/// - operationGrams = energyJ / 3.6e6 x pue x intensityGramsPerKwh, carbonGrams = the sum of its
///   three parts
/// - invocationUsd = 0.20e-6, computeUsd = 0.0000166667 x memory in GiB x duration rounded up to 1
///   ms (AWS list prices since December 2020), costUsd = the sum of its five parts
/// - per node energyJ = attributedJ + unattributedJ, and attributedJ of all nodes = the sum over
///   settled entries, to 1e-9 relative
///
/// It shares no code with what writes ledgers.
@NullMarked
package dev.perigee.bench.ledger;

import org.jspecify.annotations.NullMarked;
