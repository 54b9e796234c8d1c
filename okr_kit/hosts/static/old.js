// Runs in every browser, however old: where the player has not started, a press is answered by the page's sentence on what
// to do, and no form that the browser sends by itself takes away what was typed. Plain ES5, a classic script.
(function () {
  var word = function () { return document.querySelector("[data-okr-old]"); };
  var show = function () {
    var shown = word();
    if (!shown) return false;
    shown.className = "okr-old okr-shown";
    shown.scrollIntoView();
    return true;
  };
  document.addEventListener("submit", function (event) {
    if (event.target.getAttribute("data-okr-form") && show()) event.preventDefault();
  });
  document.addEventListener("click", function (event) {
    if (event.target.getAttribute && event.target.getAttribute("data-do")) show();
  });
})();
