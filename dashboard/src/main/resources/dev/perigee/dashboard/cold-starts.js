// Where the time of cold starts goes: medians per function, and single ones.

import {byId, showEmpty} from "./dom.js";
import {count, milliseconds, timeOfDay} from "./format.js";
import {Table} from "./table.js";
import {PHASES, phaseBar, phaseKeys, phasesText, totalMs} from "./phases.js";
import {command} from "./platform.js";

const LIMIT = 12;

/** A table whose bars share one scale. */
function barTable(table, columns, options) {
  let longestMs = 0;
  const all = [...columns,
    {key: "total", label: "Total", number: true, show: (row) => milliseconds(totalMs(row))},
    {
      key: "phases", label: "Phases", show: (row) => phaseBar(row, longestMs), title: phasesText,
      signature: (row) => `${PHASES.map(([name]) => row[`${name}Ms`])}/${longestMs}`,
    },
  ];
  const kept = new Table(table, all, options);
  return (rows) => {
    longestMs = Math.max(0, ...rows.map(totalMs));
    kept.update(rows);
  };
}

export function makeColdStarts({open, openFunction}) {
  const panel = byId("cold-starts");
  byId("cold-starts-keys").append(...phaseKeys());
  const medians = barTable(byId("cold-starts-medians"), [
    {key: "function", label: "Function", heads: true, opens: true, show: (row) => row.function},
    {key: "count", label: "Cold", hint: "Cold starts", number: true, show: (row) => count(row.coldStarts)},
  ], {
    key: (row) => row.function, open: (row) => openFunction(row.function),
    caption: "Median of each phase over the last 64 cold starts",
  });
  const newest = barTable(byId("cold-starts-newest"), [
    {key: "started", label: "Started", heads: true, opens: true, show: (row) => timeOfDay(row.startedUtc), title: (row) => row.startedUtc},
    {key: "function", label: "Function", show: (row) => row.function},
    {key: "node", label: "Node", minor: true, show: (row) => row.node},
  ], {key: (row) => row.invocationId, open, caption: "Cold starts, newest first"});
  return {
    panel,
    everyMs: 4_000,
    path: () => `/v1/stats/cold-starts?limit=${LIMIT}`,
    show: (stats) => {
      medians(stats.functions);
      newest(stats.newest);
      panel.querySelectorAll("h3").forEach((title) => {
        title.hidden = stats.newest.length === 0;
      });
      showEmpty(panel, stats.newest.length === 0, "No cold start yet: the first call of a function is one.",
        [command("invoke hello --payload '{}'")]);
    },
  };
}
