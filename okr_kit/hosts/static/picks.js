// Groups of which only so many can be picked: counts them as they are, and refuses one too many before anybody else
// hears of it. Attributes: okr_kit/render (data-most, data-okr-count, data-okr-full). Knows nothing of OKR.

/** Watches over the counts of one exercise: `root` is the element with data-okr. */
export function picks(root) {
  const view = root.querySelector("[data-okr-view]");
  const picked = (group) => [...group.querySelectorAll("input")].filter((el) => el.checked);
  const place = (group) => group.form.querySelector(".okr-count"); // one limited group to a form
  const count = () => {
    for (const group of view.querySelectorAll("[data-most]")) {
      const out = place(group)?.querySelector("[data-okr-count]");
      const words = out?.dataset.say.replace("{n}", picked(group).length);
      if (out && out.textContent !== words) out.textContent = words; // also after an answer has brought the server's count
    }
  };
  // In the capture phase: the player, which keeps drafts, sees the group as it is after the refusal.
  root.addEventListener("input", (event) => {
    const group = event.target.closest("[data-most]");
    if (!group) return;
    const over = event.target.checked && picked(group).length > Number(group.dataset.most);
    if (over) event.target.checked = false;
    place(group).querySelector("[data-okr-full]").hidden = !over;
    count();
  }, true);
  new MutationObserver(count).observe(view, { childList: true, characterData: true, subtree: true, attributeFilter: ["checked"] });
  count();
}
