// The newest entries of the ledger.

import {byId, h, setText, showEmpty} from "./dom.js";
import {dollars, grams, joules, milliseconds, timeOfDay} from "./format.js";
import {Table, pill} from "./table.js";
import {phaseBar, phasesText, totalMs} from "./phases.js";
import {command} from "./platform.js";

const LIMIT = 50;
const KINDS = {ok: "good", error: "bad", timeout: "bad", throttled: "warn"};

let longestMs = 0;

const COLUMNS = [
  {key: "started", label: "Started", opens: true, heads: true, show: (row) => timeOfDay(row.startedUtc), title: (row) => row.startedUtc},
  {key: "function", label: "Function", show: (row) => row.function},
  {key: "node", label: "Node", minor: true, show: (row) => row.node || "–"},
  {key: "outcome", label: "Outcome", show: outcome, signature: (row) => row.outcome + row.coldStart},
  {key: "duration", label: "Duration", number: true, hint: "Time of the handler", show: (row) => milliseconds(row.durationMs)},
  {
    key: "phases", label: "Phases", minor: true, hint: "Where the time went; the longest of these has the full width",
    show: (row) => phaseBar(row, longestMs), title: phasesText, signature: (row) => `${totalMs(row)}/${longestMs}`,
  },
  {key: "energy", label: "Energy", number: true, show: (row) => joules(row.energyJ), title: (row) => row.state},
  {key: "carbon", label: "Carbon", number: true, spare: true, show: (row) => grams(row.carbonGrams)},
  {key: "money", label: "Money", number: true, spare: true, show: (row) => dollars(row.costUsd)},
];

function outcome(row) {
  const cold = row.coldStart ? [" ", pill("cold", "cold")] : [];
  return h("span", {}, pill(row.outcome, KINDS[row.outcome] ?? ""), ...cold);
}

export function makeInvocations({open}) {
  const panel = byId("invocations");
  const pause = byId("invocations-pause");
  let paused = false;
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.setAttribute("aria-pressed", String(paused));
    setText(pause, paused ? "Go on" : "Pause");
  });
  const table = new Table(byId("invocations-table"), COLUMNS, {
    key: (row) => row.invocationId, open, caption: "Invocations, newest first",
  });
  return {
    panel,
    path: () => (paused ? undefined : `/v1/invocations?limit=${LIMIT}`),
    show: ({entries}) => {
      longestMs = Math.max(0, ...entries.map(totalMs));
      table.update(entries);
      showEmpty(panel, entries.length === 0, "Nothing was called yet. Call a function:",
        [command("invoke hello --payload '{}'")]);
    },
  };
}
