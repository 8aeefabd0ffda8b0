// Functions and what their invocations came to, in the order that the platform sorts them in.

import {byId, setText, showEmpty} from "./dom.js";
import {count, dollars, grams, joules, memory, milliseconds} from "./format.js";
import {Table, pill} from "./table.js";
import {command} from "./platform.js";

const LIMIT = 50;
const TYPING_MS = 250;

const figure = (key, label, show, hint) => ({
  key, label, hint, number: true, sorts: true, show: (row) => (row.invocations ? show(row[key]) : "–"),
});

const COLUMNS = [
  {key: "name", label: "Name", sorts: true, heads: true, opens: true, show: (row) => row.name},
  {key: "runtime", label: "Runtime", minor: true, show: (row) => row.runtime ?? pill("deleted", "quiet"), signature: (row) => row.state},
  {key: "version", label: "Version", number: true, minor: true, show: (row) => (row.version ? String(row.version) : "–")},
  {key: "isolation", label: "Isolation", minor: true, show: (row) => row.isolation ?? "–"},
  {key: "memory", label: "Memory", number: true, minor: true, show: (row) => (row.memoryMb ? memory(row.memoryMb) : "–")},
  {key: "invocations", label: "Invocations", number: true, sorts: true, show: (row) => count(row.invocations)},
  {key: "errors", label: "Errors", number: true, sorts: true, show: (row) => errors(row), signature: (row) => String(row.errors)},
  {key: "coldStarts", label: "Cold", hint: "Cold starts", number: true, sorts: true, show: (row) => count(row.coldStarts)},
  figure("p50Ms", "p50", milliseconds, "Median time of the handler, to 1.6 %"),
  figure("p99Ms", "p99", milliseconds, "99th percentile of the handler's time, to 1.6 %"),
  figure("energyJ", "Energy", joules),
  figure("carbonGrams", "Carbon", grams, "Grams of CO2 equivalent"),
  figure("costUsd", "Money", dollars),
];

function errors(row) {
  return row.errors ? pill(count(row.errors), "bad") : document.createTextNode("0");
}

export function makeFunctions({open, now}) {
  const panel = byId("functions");
  const order = {by: "invocations", choose: now};
  const table = new Table(byId("functions-table"), COLUMNS, {
    key: (row) => row.name, open, order, caption: "Functions with their sums over the ledger",
  });
  const match = byId("functions-match");
  let typing;
  match.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(now, TYPING_MS);
  });
  return {
    panel,
    path: () => `/v1/stats/functions?limit=${LIMIT}&order=${order.by}&match=${encodeURIComponent(match.value.trim())}`,
    show: (stats) => {
      table.update(stats.functions);
      const hidden = stats.count > LIMIT ? `, the first ${LIMIT} are shown` : "";
      setText(panel.querySelector(".count"), stats.count ? `${count(stats.count)}${hidden}` : "");
      const searched = match.value.trim() !== "";
      showEmpty(panel, stats.functions.length === 0 && !searched,
        "No function is deployed yet. Write and deploy the first one:",
        ["./perigee init hello", command("deploy hello --code hello")]);
      if (searched && stats.functions.length === 0) {
        showEmpty(panel, true, "No function's name contains that.", []);
      }
    },
  };
}
