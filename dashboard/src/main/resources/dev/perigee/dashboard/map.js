// Nodes by region: how full each is and how clean its grid.

import {byId, h, shape, showEmpty} from "./dom.js";
import {count, memory, three, watts} from "./format.js";
import {command} from "./platform.js";

const RADIUS = 30;
const ROUND = 2 * Math.PI * RADIUS;
const CELL_PX = 110;
const COLUMNS = 2;

/** Upper bounds in g/kWh. */
const GRIDS = [[150, "grid-low", "below 150 g/kWh"], [400, "grid-mid", "150 to 400 g/kWh"], [Infinity, "grid-high", "above 400 g/kWh"]];

const gridOf = (node) => GRIDS.find(([bound]) => node.intensityGramsPerKwh < bound)?.[1] ?? "grid-high";

function ring(node, index) {
  const x = CELL_PX * (index % COLUMNS + .5);
  const y = CELL_PX * Math.floor(index / COLUMNS) + 44;
  const held = Math.max(0, 1 - node.freeMemoryMb / node.memoryMb);
  const place = {cx: x, cy: y, r: RADIUS};
  const title = `${node.node}, ${node.state}: ${memory(node.freeMemoryMb)} of ${memory(node.memoryMb)} free, `
    + `${count(node.workers)} workers, ${watts(node.powerW)}, ${three(node.intensityGramsPerKwh)} g/kWh`;
  return shape("g", {class: `${gridOf(node)} ${node.state}`, "data-node": node.node},
    shape("title", {}, title),
    shape("circle", {...place, class: "track"}),
    shape("circle", {...place, class: "held", "stroke-dasharray": `${held * ROUND} ${ROUND}`, transform: `rotate(-90 ${x} ${y})`}),
    shape("text", {x, y: y + 1}, `${count(node.inFlight)} run`),
    shape("text", {x, y: y + 13, class: "soft"}, watts(node.powerW)),
    shape("text", {x, y: y + 52}, node.node));
}

export function makeMap() {
  const panel = byId("map-panel");
  const figure = byId("map-figure");
  byId("map-keys").append(...GRIDS.map(([, name, text]) => h("li", {class: name}, h("span", {class: "grid-dot"}), text)));
  let drawn = "";
  return {
    panel,
    path: () => "/v1/stats/nodes",
    show: ({nodes}) => {
      showEmpty(panel, nodes.length === 0, "No node is known. Ask what the machine lacks:", [command("doctor").split(" --url")[0]]);
      const text = JSON.stringify(nodes);
      if (text === drawn) {
        return;
      }
      drawn = text;
      const zones = Map.groupBy(nodes, (node) => node.zone);
      figure.replaceChildren(...[...zones].map(([zone, members]) => {
        const rows = Math.ceil(members.length / COLUMNS);
        return h("figure", {}, h("figcaption", {}, `Region ${zone}`),
          shape("svg", {viewBox: `0 0 ${COLUMNS * CELL_PX} ${rows * CELL_PX}`, role: "img", "aria-label": `Nodes of ${zone}`},
            ...members.map(ring)));
      }));
    },
  };
}
