/* Fewer keys for hands that do this all day. Every page does the same without this file, with Tab, Space and Enter. */
(function () {
  "use strict";
  var CONTROLS = "input:not([type=hidden]):not([type=checkbox]), textarea, select";

  function typing(element) {
    return element && element.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
  }
  function rowsOf(form) {
    return Array.prototype.filter.call(form.querySelectorAll("[data-row]"), function (row) { return !row.hidden; });
  }
  function enter(row) {
    var control = row.querySelector("input[type=radio]:checked") || row.querySelector(CONTROLS) || row.querySelector("input");
    if (control) control.focus();
  }
  /* After the last question comes what is read back, not the rarely used lines below. */
  function next(row) {
    var rows = rowsOf(row.closest("form")), after = rows[rows.indexOf(row) + 1];
    if (after && (!row.hasAttribute("data-q") || after.hasAttribute("data-q"))) { enter(after); return; }
    var said = document.getElementById("said-yes");
    if (said && row.hasAttribute("data-q")) said.focus(); else if (after) enter(after);
  }
  function send(form) {
    var button = form.querySelector(".btn-main") || form.querySelector("button");
    form.requestSubmit(button);
  }

  /* Questions that are asked only after a certain answer. */
  function unfold(form) {
    form.querySelectorAll("[data-if]").forEach(function (row) {
      var chosen = form.querySelector("[name='" + row.dataset.if + "']:checked");
      row.hidden = !chosen || row.dataset.values.split(" ").indexOf(chosen.value) < 0;
    });
  }

  /* The text to read back follows what is typed; the server words it. */
  var waiting = null, asked = 0;
  function renew(form) {
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      var mine = ++asked;
      fetch(form.dataset.say, { method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin" })
        .then(function (answer) { if (!answer.ok || answer.redirected) throw new Error(String(answer.status)); return answer.text(); })
        .then(function (html) { if (mine === asked) document.getElementById("said").innerHTML = html; })
        .catch(function () { /* The button below the text does the same by a full page. */ });
    }, 250);
  }

  document.addEventListener("keydown", function (event) {
    var here = document.activeElement, key = event.key, main = document.querySelector("form[data-main]");
    if (event.isComposing) return;
    if (event.ctrlKey && key === "Enter") {
      var form = here && here.closest("form[data-move], form[data-main]") || main || document.querySelector(".step form[data-move]");
      if (form) { event.preventDefault(); send(form); }
      return;
    }
    if (event.altKey && /^[1-9]$/.test(key)) {
      var row = document.querySelector("[data-q='" + key + "']");
      if (row && !row.hidden) { event.preventDefault(); enter(row); }
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (key === "F2" || key === "F3") {
      var button = document.querySelector("[data-fkey='" + key + "']"), said = document.getElementById("said-yes");
      if (button) { event.preventDefault(); button.click(); } else if (key === "F2" && said) { event.preventDefault(); said.click(); said.focus(); }
      return;
    }
    if (key === "Enter" && here && here.matches("form[data-say] input")) {
      event.preventDefault();
      var at = here.closest("[data-row]");
      if (at) next(at);
      return;
    }
    if (typing(here)) return;
    var group = here && here.closest("[data-row][role=radiogroup]");
    if (group && /^[1-9]$/.test(key)) {
      var radio = group.querySelectorAll("input[type=radio]")[Number(key) - 1];
      if (radio) {
        event.preventDefault();
        radio.click();
        if (group.closest("form").hasAttribute("data-say")) next(group); else radio.focus();
      }
      return;
    }
    if (key === "/") { var brand = document.querySelector(".bar .brand"); event.preventDefault(); (document.getElementById("find") || { focus: function () { brand.click(); } }).focus(); return; }
    var link = /^[1-9a-z]$/i.test(key) && document.querySelector("[data-key='" + key.toLowerCase() + "']");
    if (link) { event.preventDefault(); link.click(); }
  });

  document.addEventListener("DOMContentLoaded", function () {
    var form = document.querySelector("form[data-say]"), first = document.querySelector("[data-first]");
    if (first) first.focus();
    if (form) {
      unfold(form);
      form.addEventListener("change", function () { unfold(form); renew(form); });
      form.addEventListener("input", function (event) {
        var said = document.getElementById("said-yes");
        if (said && event.target !== said) said.checked = false; /* they agreed to other words */
        renew(form);
      });
    }
    var wrong = document.querySelector("[aria-invalid=true], .field .err");
    if (wrong) enter(wrong.closest("[data-row]") || wrong.closest(".field, form"));
  });
})();
