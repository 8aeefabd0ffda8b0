// Areas on top of each other over time, drawn by uPlot.

import uPlot from "/dashboard/uPlot.esm.js";
import {label} from "./format.js";

const HEIGHT_PX = 240;

/** The browser works out which of the two colours of a variable holds. */
const probe = document.createElement("span");
probe.hidden = true;
document.body.append(probe);

/** Takes colours from the style sheet, so that both themes are in one place. */
export function colour(name) {
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
}

/** Areas in `place`; `hovered` gets the index of the bucket under the pointer, or undefined. */
export class StackedChart {
  #place;
  #hovered;
  #plot;
  #shape = "";

  constructor(place, hovered) {
    this.#place = place;
    this.#hovered = hovered;
    new ResizeObserver(() => this.#plot?.setSize(this.#size())).observe(place);
  }

  /** timesS: start of each bucket; areas: [{key, colour, values}], the lowest first. */
  update(timesS, areas, unit) {
    const data = [timesS, ...stacked(areas)];
    const shape = JSON.stringify([areas.map((area) => [area.key, area.colour]), unit.name]);
    if (shape === this.#shape) {
      this.#plot.setData(data);
      return;
    }
    this.#shape = shape;
    this.#plot?.destroy();
    this.#plot = new uPlot(this.#options(areas, unit), data, this.#place);
  }

  #size() {
    return {width: Math.max(240, this.#place.clientWidth), height: HEIGHT_PX};
  }

  #options(areas, unit) {
    const axis = {
      stroke: colour("--text-soft"),
      grid: {stroke: colour("--line"), width: 1},
      ticks: {stroke: colour("--line"), width: 1},
      font: "12px system-ui, sans-serif",
    };
    return {
      ...this.#size(),
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1e3), "Etc/UTC"),
      legend: {show: false},
      padding: [12, 12, 0, 0],
      cursor: {y: false, drag: {x: false, y: false}, points: {show: false}},
      scales: {y: {range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1]}},
      axes: [
        {...axis, size: 34, values: timeLabels, space: 90},
        {...axis, size: 78, values: (_, ticks) => ticks.map((tick) => label(unit.show(tick)))},
      ],
      series: [{}, ...areas.map((area) => ({
        stroke: area.colour, fill: area.fill, width: 1.25, points: {show: false},
      }))],
      bands: areas.slice(1).map((_, index) => ({series: [index + 2, index + 1]})),
      hooks: {setCursor: [(plot) => this.#hovered(plot.cursor.idx ?? undefined)]},
    };
  }
}

/** 08:52:10, or with the day where a new one begins. */
function timeLabels(_, ticks) {
  const secondly = ticks.length > 1 && ticks[1] - ticks[0] < 60;
  const daily = ticks.length > 1 && ticks[1] - ticks[0] >= 43_200;
  return ticks.map((tick) => {
    const utc = new Date(tick * 1e3).toISOString();
    return daily ? utc.slice(5, 10) : utc.slice(11, secondly ? 19 : 16);
  });
}

function stacked(areas) {
  let below = areas.length ? new Array(areas[0].values.length).fill(0) : [];
  return areas.map((area) => {
    below = area.values.map((value, index) => value + below[index]);
    return below;
  });
}
