// Light, dark, or as the system has it; what was chosen is kept in this browser.

import {byId, setText} from "./dom.js";

const KEY = "perigee-theme";
const THEMES = {auto: "Auto", light: "Light", dark: "Dark"};

function kept() {
  try {
    const theme = localStorage.getItem(KEY);
    return theme in THEMES ? theme : "auto";
  } catch {
    return "auto";
  }
}

function keep(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A browser that keeps nothing shows it all the same.
  }
}

/** `changed` is called when colours that were drawn have to be drawn again. */
export function makeTheme(changed) {
  const button = byId("theme");
  let theme = kept();
  function show() {
    document.documentElement.dataset.theme = theme;
    setText(button, THEMES[theme]);
    button.setAttribute("aria-label", `Colours: ${THEMES[theme]}`);
  }
  button.addEventListener("click", () => {
    const names = Object.keys(THEMES);
    theme = names[(names.indexOf(theme) + 1) % names.length];
    keep(theme);
    show();
    changed();
  });
  show();
}
