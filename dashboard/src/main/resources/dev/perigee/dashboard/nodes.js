// Nodes: how full they are, what they draw, how clean their grid is.

import {byId, showEmpty} from "./dom.js";
import {cores, count, memory, three, watts} from "./format.js";
import {Table, meter, pill} from "./table.js";
import {command} from "./platform.js";

const STATES = {up: "good", draining: "warn", lost: "bad"};

const COLUMNS = [
  {key: "node", label: "Node", heads: true, show: (row) => row.node},
  {key: "zone", label: "Zone", show: (row) => row.zone},
  {key: "state", label: "State", show: (row) => pill(row.state, STATES[row.state] ?? ""), signature: (row) => row.state},
  {key: "cpu", label: "CPU", number: true, minor: true, show: (row) => cores(row.cpuMilli)},
  {
    key: "memory", label: "Free memory", hint: "Memory that no worker holds, of what the node has",
    show: (row) => meter(1 - row.freeMemoryMb / row.memoryMb, `${memory(row.freeMemoryMb)} of ${memory(row.memoryMb)}`),
    signature: (row) => `${row.freeMemoryMb}/${row.memoryMb}`,
  },
  {key: "inFlight", label: "In flight", number: true, show: (row) => count(row.inFlight)},
  {key: "waiting", label: "Waiting", number: true, minor: true, show: (row) => count(row.waiting)},
  {key: "workers", label: "Workers", number: true, show: (row) => workers(row)},
  {
    key: "power", label: "Power", hint: "Mean of the last 10 s, between idle and full load",
    show: (row) => meter(load(row), watts(row.powerW), "power"),
    title: (row) => `idle ${watts(row.idleW)}, full load ${watts(row.maxW)}`,
    signature: (row) => String(row.powerW),
  },
  {key: "intensity", label: "Grid", number: true, hint: "Carbon intensity of the zone's grid, this hour", show: (row) => `${three(row.intensityGramsPerKwh)}\u00a0g/kWh`},
  {key: "pue", label: "PUE", number: true, minor: true, hint: "Power usage effectiveness of the site", show: (row) => String(row.pue)},
];

function load(row) {
  return row.maxW > row.idleW ? (row.powerW - row.idleW) / (row.maxW - row.idleW) : 0;
}

function workers(row) {
  return row.frozen ? `${count(row.workers)}, ${count(row.frozen)} frozen` : count(row.workers);
}

export function makeNodes() {
  const panel = byId("nodes");
  const table = new Table(byId("nodes-table"), COLUMNS, {key: (row) => row.node, caption: "Nodes"});
  return {
    panel,
    path: () => "/v1/stats/nodes",
    show: ({nodes}) => {
      table.update(nodes);
      showEmpty(panel, nodes.length === 0, "No node is known. Ask what the machine lacks:", [command("doctor").split(" --url")[0]]);
    },
  };
}
