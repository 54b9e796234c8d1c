// The stage inside a notebook: the same one, which asks the class server that passes the notebook's page on.
import { stage } from "./stage.js";

function render({ model, el }) {
  el.innerHTML = model.get("html");
  const root = el.firstElementChild;
  root.classList.add("okr-boxed");
  if (document.body.dataset.voila) { // on the projector it fills the window, over whatever the notebook's page says
    document.body.append(root);
    root.classList.remove("okr-boxed");
  }
  const over = stage(root, root.classList.contains("okr-boxed") ? root : document);
  return () => { over(); root.remove(); };
}

export default { render };
