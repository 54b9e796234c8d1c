// The book in a class: a bar below the page says what the class does now, with the way there.
import { hang } from "./pulse.js";

const LOOK = "position:fixed;inset:auto 0 0 0;z-index:1100;display:flex;align-items:center;gap:12px;padding:10px 16px calc(10px + env(safe-area-inset-bottom));background:#e3efed;color:#1f2733;font:600 17px/1.4 inherit;border-top:1px solid #8b8577";
const PRESS = "flex:none;display:inline-flex;align-items:center;min-height:44px;padding:0 18px;border-radius:12px;background:#0f5f5c;color:#fff;text-decoration:none";

const bar = document.createElement("div"), words = document.createElement("span"), way = document.createElement("a");
bar.setAttribute("role", "status");
bar.style.cssText = LOOK;
words.style.cssText = "flex:1;min-width:0";
way.style.cssText = PRESS;
bar.append(words, way);
bar.hidden = true;
bar.style.display = "none";
document.body.append(bar);

let mark = "";
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const take = ({ seq, now }) => {
  mark = seq;
  bar.style.display = now ? "flex" : "none";
  bar.hidden = !now;
  if (!now) return;
  if (words.textContent !== now.line) words.textContent = now.line;
  way.textContent = now.go;
  way.href = now.url;
};
hang({ address: (again) => `/pulse?at=read&seq=${again ? "" : encodeURIComponent(mark)}`, take, wait, reached: () => {} });
