/* Comfort only: takes the words of a chase along. Without a script they are selected and copied by hand. */
(function () {
  "use strict";
  var button = document.getElementById("copy-words"), words = document.getElementById("words");
  var said = document.getElementById("copy-said");
  if (!button || !words) return;
  button.hidden = false;
  button.addEventListener("click", function () {
    words.focus();
    words.select();
    /* Also where the page came over plain HTTP, as inside an office, in which the newer way is closed. */
    if (document.execCommand("copy")) said.hidden = false;
  });
})();
