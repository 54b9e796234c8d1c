// A page of the class server: every exercise on it talks to the server it came from, every page keeps in step with the class.
import { clocks } from "./clock.js";
import { pad } from "./pad.js";
import { picks } from "./picks.js";
import { mount } from "./player.js";
import { follow } from "./pulse.js";
import { sheet } from "./sheet.js";

/** How long a message may be, in characters, to go on its way while its page closes: browsers let 64 KB. */
const LASTS = 15000;

/** Sends by POST to the server that served the page. A missing network is an error to try again. */
function http(root) {
  const call = async (url, options) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 15000);
    try {
      const answer = await fetch(url, { ...options, signal: stop.signal, headers: { "X-OKR": "1", "Content-Type": "application/json" } });
      if (answer.status === 204) return null;
      return { ...(await answer.json()), code: answer.status };
    } finally {
      clearTimeout(timer);
    }
  };
  const url = root.dataset.endpoint;
  return {
    send: (message) => {
      const body = JSON.stringify(message);
      return call(url, { method: "POST", body, keepalive: body.length < LASTS }); // it arrives, also when the page is left
    },
    poll: (seq, face) => call(url.replace(/act$/, "live?seq=") + seq + "&face=" + face, {}),
  };
}

for (const root of document.querySelectorAll("[data-okr]")) {
  pad(root);
  const player = mount(root, http(root));
  picks(root, player);
  sheet(root, player);
  if (root.dataset.pulse) follow(root, player);
}
clocks(performance.getEntriesByType("navigation")[0]?.responseStart);
