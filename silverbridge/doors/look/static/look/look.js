/* Comfort only: every control here is also a plain form post that the server answers. */
(function () {
  "use strict";
  var root = document.documentElement;

  /* Size and theme: shown at once, kept by the server; if it does not answer, the form is posted as without this file. */
  function show() {
    document.querySelectorAll("[name=size]").forEach(function (b) {
      b.setAttribute("aria-pressed", String(b.value === root.dataset.size));
    });
    document.querySelectorAll("button[name=theme]").forEach(function (b) {
      var dark = root.dataset.theme === "dark";
      b.value = dark ? "light" : "dark";
      b.querySelector("span").textContent = dark ? b.dataset.dark : b.dataset.light;
    });
  }
  function post(form, button) {
    var hidden = document.createElement("input");
    hidden.type = "hidden"; hidden.name = button.name; hidden.value = button.value;
    form.appendChild(hidden);
    form.submit();
  }
  /* One after another: of three quick presses the last is the one the server keeps, however slow the answers are. */
  var sent = Promise.resolve();
  function keep(form, button) {
    var data = new URLSearchParams(), before = root.dataset[button.name];
    data.set(button.name, button.value);
    root.dataset[button.name] = button.value;
    sent = sent.then(function () {
      return fetch(form.action, { method: "POST", body: data, credentials: "same-origin", redirect: "manual", keepalive: true });
    }).then(function (answer) {
      if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error(String(answer.status));
      show();
    }).catch(function () { root.dataset[button.name] = before; post(form, button); });
  }

  /* Reading aloud: short pieces, because browsers stop in the middle of long ones. */
  var reading = null;
  function stop() {
    if (!reading) return;
    var button = reading;
    reading = null;
    speechSynthesis.cancel();
    button.setAttribute("aria-pressed", "false");
    button.querySelector("span").textContent = button.dataset.start;
  }
  function read(form, button) {
    var text = document.querySelector("main").innerText;
    var pieces = text.match(/[^。！？.!?\n]+[。！？.!?]*/g) || [], spoken = false;
    reading = button;
    button.setAttribute("aria-pressed", "true");
    button.querySelector("span").textContent = button.dataset.stop;
    function mute() { if (!spoken && reading === button) { stop(); post(form, button); } }
    setTimeout(mute, 4000); /* a device that claims to speak and stays silent leads to the telephone */
    pieces.forEach(function (piece, place) {
      var words = new SpeechSynthesisUtterance(piece.trim());
      words.lang = root.lang === "en" ? "en" : "zh-CN";
      words.rate = 0.8;
      words.onstart = function () { spoken = true; };
      words.onerror = mute;
      if (place === pieces.length - 1) words.onend = stop;
      speechSynthesis.speak(words);
    });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (!button) return;
    var form = button.form;
    if (form && form.hasAttribute("data-look")) {
      if (button.name === "size" || button.name === "theme") { event.preventDefault(); keep(form, button); }
      if (button.hasAttribute("data-read") && "speechSynthesis" in window) {
        event.preventDefault();
        if (reading) stop(); else read(form, button);
      }
    }
    if (button.hasAttribute("data-print")) { event.preventDefault(); window.print(); }
  });

  /* A second tap on the same send button is a shaking hand, not a second request. */
  document.addEventListener("submit", function (event) {
    var form = event.target, now = Date.now();
    if (!form.hasAttribute("data-once")) return;
    if (now - Number(form.dataset.sent || 0) < 3000) event.preventDefault(); else form.dataset.sent = String(now);
  });
  window.addEventListener("pagehide", stop);
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-print][hidden]").forEach(function (b) { b.hidden = false; });
  });
})();
