// An exercise inside a notebook: the same player, with anywidget's model as its transport.
import { clocks } from "./clock.js";
import { picks } from "./picks.js";
import { mount } from "./player.js";
import { sheet } from "./sheet.js";

const PATIENCE = 15000;

/** Messages of one widget model: every action is answered by its id; `poll` is what Python did by itself. */
function messages(model) {
  const waiting = new Map();
  const answered = (message) => {
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  };
  model.on("msg:custom", answered);
  return {
    send: (message) => new Promise((resolve, reject) => {
      waiting.set(message.id, resolve);
      setTimeout(() => { if (waiting.delete(message.id)) reject(new Error("no answer")); }, PATIENCE);
      model.send({ ...message, type: "act" });
    }),
    poll: async (seq) => {
      const shell = new DOMParser().parseFromString(model.get("html"), "text/html").querySelector("[data-okr]");
      const now = Number(shell.dataset.seq);
      return now === seq ? null : { html: shell.querySelector("[data-okr-view]").innerHTML, seq: now };
    },
    close: () => model.off("msg:custom", answered),
  };
}

function render({ model, el }) {
  // JupyterLab and Voila say in their own way whether they are light or dark; the style sheet asks data-theme.
  const light = document.body.dataset.jpThemeLight;
  if (light) document.documentElement.dataset.theme = light === "true" ? "light" : "dark";
  el.innerHTML = model.get("html");
  const transport = messages(model);
  const root = el.querySelector("[data-okr]");
  clocks();
  const player = mount(root, transport);
  const changed = () => { player.refresh().catch((error) => console.error(error)); };
  model.on("change:html", changed);
  picks(root, player);
  sheet(root, player);
  return () => {
    transport.close();
    model.off("change:html", changed);
  };
}

export default { render };
