/* Comfort only: shows where a field stands in the text while it has the focus. Every act here is a plain form post. */
(function () {
  "use strict";
  var panel = document.getElementById("sign-text");
  if (!panel) return;

  /* The words of the field in focus, brought into view inside their own panel; the page itself does not move. */
  function show(number) {
    var first = null;
    panel.querySelectorAll("mark").forEach(function (mark) {
      var mine = number !== null && mark.dataset.f.split(" ").indexOf(number) >= 0;
      mark.classList.toggle("at", mine);
      if (mine && !first) first = mark;
    });
    if (!first) return;
    var box = panel.getBoundingClientRect(), place = first.getBoundingClientRect();
    if (place.top < box.top + 8 || place.bottom > box.bottom - 8) {
      panel.scrollTop += place.top - box.top - Math.min(box.height / 3, 120);
    }
  }
  document.addEventListener("focusin", function (event) {
    var about = event.target.closest("[data-f]");
    if (about && !panel.contains(about)) show(about.dataset.f);
  });
  var now = document.activeElement && document.activeElement.closest("[data-f]");
  show(now ? now.dataset.f : "1");

  /* A section that opens takes the focus along. */
  document.querySelectorAll("details.more").forEach(function (section) {
    section.addEventListener("toggle", function () {
      if (!section.open) return;
      var next = section.querySelector("select, input:not([type=hidden]), textarea, button:not([hidden])");
      if (next) next.focus();
    });
  });

  /* What was typed and not saved is not thrown away by another form or link without a word. */
  var form = document.querySelector("form[data-keep]"), said = document.getElementById("sign-unsaved");
  function state() { return new URLSearchParams(new FormData(form)).toString(); }
  var saved = state(), warned = false;
  function unsaved(event) {
    if (warned || state() === saved) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    warned = true;
    said.hidden = false;
  }
  document.addEventListener("submit", function (event) {
    if (event.target.hasAttribute("data-leaves")) unsaved(event);
  }, true);
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href]");
    if (link && link.getAttribute("href").charAt(0) !== "#") unsaved(event);
  }, true);
  form.addEventListener("input", function () { warned = false; said.hidden = true; });

  /* The place of the cursor, and the words selected in the text, spare counting and copying. */
  var caret = document.getElementById("sign-caret"), words = form.querySelector("[name=words]");
  if (caret && words) {
    var place = 0;
    words.addEventListener("blur", function () { place = words.selectionStart; });
    caret.hidden = false;
    caret.addEventListener("click", function () { document.getElementById("split-after").value = place; });
  }
  var take = document.getElementById("sign-selection"), passage = document.querySelector("[name=passage]");
  if (take && passage) {
    take.hidden = false;
    take.addEventListener("click", function () {
      var chosen = window.getSelection();
      if (chosen.anchorNode && panel.contains(chosen.anchorNode)) passage.value = chosen.toString();
      passage.focus();
    });
  }
})();
