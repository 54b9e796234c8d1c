// An exercise inside a notebook: the same player, with anywidget's model as its transport.
import { clocks } from "./clock.js";
import { picks } from "./picks.js";
import { mount } from "./player.js";

const PATIENCE = 15000;

/** Messages of one widget model: every action is answered by its id; `poll` notices what Python did by itself. */
function messages(model) {
  const waiting = new Map();
  let stale = false;
  const answered = (message) => {
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  };
  const changed = () => { stale = true; };
  model.on("msg:custom", answered);
  model.on("change:html", changed);
  return {
    send: (message) => new Promise((resolve, reject) => {
      waiting.set(message.id, resolve);
      setTimeout(() => { if (waiting.delete(message.id)) reject(new Error("no answer")); }, PATIENCE);
      model.send({ ...message, type: "act" });
    }),
    poll: async (seq) => {
      if (!stale) return null;
      stale = false;
      const shell = new DOMParser().parseFromString(model.get("html"), "text/html").querySelector("[data-okr]");
      const now = Number(shell.dataset.seq);
      return now === seq ? null : { html: shell.querySelector("[data-okr-view]").innerHTML, seq: now };
    },
    close: () => {
      model.off("msg:custom", answered);
      model.off("change:html", changed);
    },
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
  picks(root, mount(root, transport));
  return transport.close;
}

export default { render };
