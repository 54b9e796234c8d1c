// A page of the class server: every exercise on it talks to the server it came from.
import { picks } from "./picks.js";
import { http, mount } from "./player.js";

for (const root of document.querySelectorAll("[data-okr]")) {
  mount(root, http(root));
  picks(root);
}
