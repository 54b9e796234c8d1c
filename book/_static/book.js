// What a page of the book does in a browser: what is folded prints open, frames scroll by keyboard, the contents show
// where one is, and the trainer's pages are offered to the trainer. `class.js` says before whether a class is open, and
// who reads.
(() => {
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach((one) => { one.open = false; }));

  addEventListener("DOMContentLoaded", () => {
    const open = window.okrClass;
    if (!open || open.trainer) {
      document.querySelectorAll("a[data-okr-href]").forEach((one) => { one.href = one.dataset.okrHref; });
    }
    if (open && open.trainer) {
      document.querySelectorAll("[data-okr-trainer]").forEach((one) => { one.hidden = false; });
    }
    if (open) {
      const way = document.createElement("a");
      way.href = "/";
      way.className = "okr-list";
      way.textContent = open.list;
      document.querySelector(".header-article-items__start")?.append(way);
    }
    const here = document.querySelector(".bd-sidebar-primary a.current");
    const contents = here?.closest(".bd-sidebar-primary");
    if (here && contents.scrollHeight > contents.clientHeight) {
      contents.scrollTop += here.getBoundingClientRect().top - contents.getBoundingClientRect().top - contents.clientHeight / 3;
    }
    document.querySelector(".primary-toggle")?.addEventListener("click", () => {
      requestAnimationFrame(() => here?.scrollIntoView({ block: "center" }));
    });
    const scrolls = (one) => { if (one.scrollWidth > one.clientWidth) one.tabIndex = 0; };
    document.querySelectorAll(".okr-frame").forEach(scrolls);
  });
})();
