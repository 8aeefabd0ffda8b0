// The last lines of a function, and of these the ones that contain a text.

import {byId, setText, showEmpty} from "./dom.js";
import {ask} from "./platform.js";
import {options} from "./safeguards.js";

const LINES = 1_000;

export function makeLogs({now}) {
  const panel = byId("logs-panel");
  const chosen = byId("logs-function");
  const match = byId("logs-match");
  const place = byId("logs-lines");
  let lines = [];

  function show() {
    const atEnd = place.scrollTop + place.clientHeight >= place.scrollHeight - 4;
    const wanted = match.value.trim().toLowerCase();
    setText(place, lines.filter((line) => line.toLowerCase().includes(wanted)).join("\n"));
    place.setAttribute("data-empty", lines.length ? "No line has that." : "It wrote nothing.");
    if (atEnd) {
      place.scrollTop = place.scrollHeight;
    }
  }
  chosen.addEventListener("change", now);
  match.addEventListener("input", show);
  return {
    panel,
    path: () => "/v1/functions",
    show: async ({functions}) => {
      options(chosen, functions.map((each) => each.name));
      showEmpty(panel, functions.length === 0, "No function is deployed.", []);
      if (chosen.value) {
        ({lines} = await ask(`/v1/functions/${encodeURIComponent(chosen.value)}/logs?tail=true&lines=${LINES}`));
        show();
      }
    },
  };
}
