// The newest traces, each by the span that stands for its invocation.

import {byId, showEmpty} from "./dom.js";
import {grams, joules, milliseconds, timeOfDay} from "./format.js";
import {Table, pill} from "./table.js";
import {command} from "./platform.js";

const TYPING_MS = 250;

const COLUMNS = [
  {key: "started", label: "Started", heads: true, opens: true, show: (row) => timeOfDay(row.startedUtc), title: (row) => row.startedUtc},
  {key: "name", label: "What", show: (row) => row.name},
  {key: "outcome", label: "Outcome", show: (row) => outcome(row), signature: (row) => row.attributes["error.type"] ?? "ok"},
  {key: "time", label: "Time", number: true, show: (row) => milliseconds(row.durationMs)},
  {key: "node", label: "Node", minor: true, show: (row) => row.attributes["perigee.node"] ?? "–"},
  {key: "energy", label: "Energy", number: true, minor: true, show: (row) => amount(row, "perigee.energy_j", joules)},
  {key: "carbon", label: "Carbon", number: true, minor: true, show: (row) => amount(row, "perigee.carbon_g", grams)},
  {key: "trace", label: "Trace", minor: true, show: (row) => row.traceId},
];

const amount = (row, name, show) => (name in row.attributes ? show(row.attributes[name]) : "–");

function outcome(row) {
  return row.failed ? pill(row.attributes["error.type"] ?? "failed", "bad") : pill("ok", "good");
}

export function makeTraces({open, now}) {
  const panel = byId("traces-panel");
  const table = new Table(byId("traces-table"), COLUMNS, {key: (row) => row.spanId, open, caption: "Traces, newest first"});
  const named = byId("traces-function");
  let typing;
  named.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(now, TYPING_MS);
  });
  return {
    panel,
    path: () => `/v1/traces?limit=100${named.value.trim() ? `&function=${encodeURIComponent(named.value.trim())}` : ""}`,
    show: ({traces}) => {
      table.update(traces);
      showEmpty(panel, traces.length === 0, "No trace is kept. Call a function, or look which are recorded (up --trace-ratio):",
        [command("invoke hello --payload '{}'")]);
    },
  };
}
